// The engines of Node.js, each as a function from values to bytes; the counterpart of engines.py, with the same jobs.
//
//     node engines.js JOB.json
//
// CPU time is that of the whole process, threads of the garbage collector included.
"use strict";
const fs = require("fs");
const path = require("path");
const readline = require("readline");
const { PassThrough } = require("stream");

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const from = (name) => require(require.resolve(name, { paths: [process.cwd()] }));
const content = JSON.parse(fs.readFileSync(job.content, "utf8"));
const title = (words, values) => words.map((word) => (word.name ? values[word.name] : word)).join("");

function docxtemplater(template) {
  const PizZip = from("pizzip");
  const Docxtemplater = from("docxtemplater");
  return (values) => {
    const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true });
    document.render(values);
    return document.toBuffer({ compression: "DEFLATE" });
  };
}

function carbone() {
  const carbone = from("carbone");
  return (values) =>
    new Promise((resolve, reject) =>
      carbone.render(job.template, values, (error, made) => (error ? reject(error) : resolve(made)))
    );
}

function easyTemplateX(template) {
  const { TemplateHandler } = from("easy-template-x");
  const handler = new TemplateHandler();
  return (values) => handler.process(template, values);
}

function docxTemplates(template) {
  const { createReport } = from("docx-templates");
  // Its sandbox would make it twice as slow; and it gives up on long tables unless told of a greater depth.
  return async (values) =>
    Buffer.from(await createReport({ template, data: values, noSandbox: true, maximumWalkingDepth: 100_000_000 }));
}

function exceljs(template) {
  const ExcelJS = from("exceljs");
  return async (values) => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(template);
    const sheet = book.worksheets[0];
    content.titles.forEach((words, row) => (sheet.getCell(row + 1, 1).value = title(words, values)));
    const styles = content.columns.map((_, column) => sheet.getCell(content.firstRow, column + 1).style);
    values.rows.forEach((item, index) => {
      const row = sheet.getRow(content.firstRow + index);
      content.columns.forEach((name, column) => {
        const cell = row.getCell(column + 1);
        cell.value = item[name];
        cell.style = styles[column];
      });
    });
    return Buffer.from(await book.xlsx.writeBuffer());
  };
}

function exceljsStream() {
  const ExcelJS = from("exceljs");
  const side = { style: "thin" };
  const border = { top: side, left: side, bottom: side, right: side };
  const body = {
    font: { name: content.font, size: 12 },
    border,
    alignment: { horizontal: "left", vertical: "top", wrapText: true },
  };
  const head = {
    font: { name: content.font, size: 12, bold: true },
    border,
    alignment: { horizontal: "center", vertical: "top", wrapText: true },
  };
  const top = { font: { name: content.font, size: 14, bold: true }, alignment: { horizontal: "center", wrapText: true } };
  return async (values) => {
    const stream = new PassThrough();
    const chunks = [];
    stream.on("data", (chunk) => chunks.push(chunk));
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
    const sheet = book.addWorksheet(content.sheet, {
      pageSetup: { orientation: "landscape", paperSize: 9, printTitlesRow: `${content.headRow}:${content.headRow}` },
    });
    sheet.columns = content.widths.map((width) => ({ width }));
    const write = (row, texts, style) => {
      texts.forEach((text, column) => Object.assign(row.getCell(column + 1), { value: text, style }));
      row.commit();
    };
    content.titles.forEach((words, row) => sheet.mergeCells(row + 1, 1, row + 1, content.columns.length));
    content.titles.forEach((words, row) => write(sheet.getRow(row + 1), [title(words, values)], top));
    write(sheet.getRow(content.headRow), content.headings, head);
    values.rows.forEach((item, index) =>
      write(sheet.getRow(content.firstRow + index), content.columns.map((name) => item[name]), body)
    );
    await book.commit();
    return Buffer.concat(chunks);
  };
}

const ENGINES = {
  docxtemplater,
  carbone,
  "carbone-xlsx": carbone,
  "easy-template-x": easyTemplateX,
  "docx-templates": docxTemplates,
  exceljs,
  "exceljs-stream": exceljsStream,
};

function memoryMb(line) {
  try {
    const status = fs.readFileSync("/proc/self/status", "utf8");
    return Number(status.split(`${line}:`)[1].trim().split(/\s+/)[0]) / 1024;
  } catch {
    return null;
  }
}

async function measured() {
  const render = ENGINES[job.engine](fs.readFileSync(job.template));
  const result = { idle: memoryMb("VmRSS"), cpu: [], wall: [], bytes: 0 };
  let number = 0;
  for await (const line of readline.createInterface({ input: fs.createReadStream(job.values) })) {
    const values = JSON.parse(line);
    const began = process.hrtime.bigint();
    const cpuBegan = process.cpuUsage();
    const made = await render(values);
    const used = process.cpuUsage(cpuBegan);
    const wall = Number(process.hrtime.bigint() - began) / 1e6;
    if (number < 2) fs.writeFileSync(`${job.out}.${number}`, made);
    if (number >= job.warm) {
      result.cpu.push((used.user + used.system) / 1000);
      result.wall.push(wall);
    }
    result.bytes = made.length;
    number += 1;
  }
  result.peak = memoryMb("VmHWM");
  return result;
}

measured().then(
  (result) => process.stdout.write(JSON.stringify(result) + "\n", () => process.exit(0)),
  (error) => {
    console.error(error);
    process.exit(1);
  }
);
