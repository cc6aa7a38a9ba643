"""Hostile templates, by class: code that would run, ways out of the sandbox, changes to the data, bombs, wrong names.

`CANARY` in a payload stands for a file that must not come to be. Values are those of `VALUES`.
"""

from __future__ import annotations

from typing import Any, Final

VALUES: Final[dict[str, Any]] = {
    "ten": "Trúc Lâm",
    "tong": 5,
    "don_vi": {"ten": "UBND phường", "dia_danh": "Trúc Lâm"},
    "nhiem_vu": [{"ten": "Một cửa", "so": 1}, {"ten": "Số hóa", "so": 2}],
}

CODE: Final = {
    "cycler": "{{ cycler.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "joiner": "{{ joiner.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "namespace": "{{ namespace.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "lipsum": "{{ lipsum.__globals__['os'].popen('touch CANARY').read() }}",
    "mro": "{{ ''.__class__.__mro__[1].__subclasses__()[40]('CANARY', 'w').write('x') }}",
    "builtins": "{{ self.__init__.__globals__.__builtins__.__import__('os').system('touch CANARY') }}",
    "flask": "{{ request.application.__globals__.__builtins__.__import__('os').system('touch CANARY') }}",
    "config": "{{ config.__class__.from_envvar.__globals__.__builtins__.__import__('os').system('touch CANARY') }}",
    "attr": "{{ () | attr('__class__') | attr('__base__') | attr('__subclasses__')() }}",
    "warning": (
        "{% for c in ().__class__.__base__.__subclasses__() %}{% if 'warning' in c.__name__ %}"
        "{{ c()._module.__builtins__['__import__']('os').system('touch CANARY') }}{% endif %}{% endfor %}"
    ),
}
"""The ten public families of payloads that run code from a template."""

ESCAPES: Final = {
    "str.format": "{{ '{0.__class__.__init__.__globals__}'.format(tong) }}",  # CVE-2016-10745
    "str.format_map": "{{ '{x.__class__}'.format_map({'x': tong}) }}",  # CVE-2019-10906
    "format kept for later": "{% set f = '{0.__class__}'.format %}{{ f(tong) }}",  # CVE-2024-56326
    "format through a filter": "{{ ['{0.__class__}'] | map('format', tong) | map('attr', 'x') | list }}",
    "format by map": "{{ [tong] | map('attr', 'format') | list }}",
    "attr of format": "{{ ('{0.__class__}' | attr('format'))(tong) }}",  # CVE-2025-27516
    "attribute of map": "{{ nhiem_vu | map(attribute='__class__') | list }}",
    "attribute of sort": "{{ nhiem_vu | sort(attribute='__class__') | list }}",
    "attribute by index": "{{ ten['__class__'] }}",
    "globals of a macro": "{% macro m() %}{% endmacro %}{{ m.__init__.__globals__ }}",
    "context of self": "{{ self._TemplateReference__context }}",
    "frame of a loop": "{% for x in nhiem_vu %}{{ loop._iterable.gi_frame }}{% endfor %}",
    "code of a generator": "{{ (nhiem_vu | select).gi_code }}",
    "filter that calls": "{{ [range] | map('call') | list }}",
}

MUTATING: Final = [
    "nhiem_vu.append(1)",
    "nhiem_vu.extend([1])",
    "nhiem_vu.insert(0, 1)",
    "nhiem_vu.remove(nhiem_vu[0])",
    "nhiem_vu.pop()",
    "nhiem_vu.clear()",
    "nhiem_vu.sort()",
    "nhiem_vu.reverse()",
    "nhiem_vu.__setitem__(0, 1)",
    "nhiem_vu.__delitem__(0)",
    "nhiem_vu.__iadd__([1])",
    "nhiem_vu.__imul__(2)",
    "don_vi.update(ten='x')",
    "don_vi.pop('ten')",
    "don_vi.popitem()",
    "don_vi.setdefault('moi', 1)",
    "don_vi.clear()",
    "don_vi.__setitem__('ten', 'x')",
    "don_vi.__delitem__('ten')",
    "don_vi.__ior__({'ten': 'x'})",
    "nhiem_vu[0].update(ten='x')",
    "(nhiem_vu | first).clear()",
]

_GROW: Final = (
    "{{% set t = namespace(ds=[1]) %}}{{% for i in range({}) %}}{{% set t.ds = {} %}}{{% endfor %}}{{{{ {} }}}}"
)
BOMBS: Final = {
    "nested ranges": "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
    "long range": "{{ range(10 ** 9) | list | length }}",
    "text times a number": "{{ 'a' * 10 ** 10 }}",
    "doubling": "{% set t = namespace(s='x' * 999) %}{% for i in range(60) %}{% set t.s = t.s ~ t.s %}{% endfor %}",
    "power": "{{ 9 ** 99999999 }}",
    "wide format": "{{ '%1000000000d' % 1 }}",
    "many formats": "{{ ('%s' * 90000 % (('x' * 9000000,) * 90000)) | length }}",
    "giant batch": "{{ [1] | batch(10 ** 9, 0) | list | length }}",
    "giant rounding": "{{ 1.5 | round(10 ** 9, 'ceil') }}",
    "endless macro": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "macro that doubles": "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "deep brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "deep blocks": "{% if 1 %}" * 900 + "x" + "{% endif %}" * 900,
    "texts that are small one by one": _GROW.format(99999, "t.ds + ['x' * 9000000 ~ i]", "t.ds | length"),
    "list of lists, printed": _GROW.format(60, "[t.ds, t.ds]", "t.ds | string | length"),
    "lists that are compared": _GROW.format(99999, "[t.ds, t.ds]", "t.ds == t.ds[0]"),
    "sum of lists": "{{ ([['x' * 9]] * 900000) | sum(start=[]) | length }}",
    "wrapped letter by letter": "{{ ('x' * 16000000) | wordwrap(1) | length }}",
    "a long output": "{% set x = 'x' * 9000000 %}" + "{{ x }}" * 100,
}
"""Every one asks for more time, memory or output than a report can need; some no counter of the sandbox sees."""
IN_SHEETS: Final = ("nested ranges", "giant batch", "texts that are small one by one", "wrapped letter by letter")
"""Bombs that are set off in a cell of Excel too."""

WRONG_NAMES: Final = [
    ("{{ tenn }}", "ten"),
    ("{{ tne }}", "ten"),
    ("{{ ten_ }}", "ten"),
    ("{{ Ten }}", "ten"),
    ("{{ tongg }}", "tong"),
    ("{{ tog }}", "tong"),
    ("{{ tong_so }}", "tong"),
    ("{{ togn + 1 }}", "tong"),
    ("{{ tonng | so }}", "tong"),
    ("{{ don_v.ten }}", "don_vi"),
    ("{{ donvi.ten }}", "don_vi"),
    ("{{ don_vii.ten }}", "don_vi"),
    ("{{ don_vi.tenn }}", "don_vi.ten"),
    ("{{ don_vi.tne }}", "don_vi.ten"),
    ("{{ don_vi['tenn'] }}", "don_vi.ten"),
    ("{{ don_vi.dia_dan }}", "don_vi.dia_danh"),
    ("{{ don_vi.diadanh }}", "don_vi.dia_danh"),
    ("{{ don_vi.dia_danhh | viet_hoa }}", "don_vi.dia_danh"),
    ("{{ 'a' if tonggg else 'b' }}", "tong"),
    ("{{ 'a' if don_vi.tenn else 'b' }}", "don_vi.ten"),
    ("{{ ten ~ tenn }}", "ten"),
    ("{{ [tong, tongg] | join }}", "tong"),
    ("{{ '%s' | format(tongg) }}", "tong"),
    ("{{ nhiem_vuu | length }}", "nhiem_vu"),
    ("{{ nhiemvu | length }}", "nhiem_vu"),
    ("{{ (tong if tongg) }}", "tong"),
    ("{{ not tongg }}", "tong"),
    ("{{ tong > togn }}", "tong"),
    ("{{ -tongs }}", "tong"),
    ("{{ tenn | viet_hoa | viet_hoa_dau }}", "ten"),
]
"""Tags with one wrong name each, and the known name that is nearest."""
