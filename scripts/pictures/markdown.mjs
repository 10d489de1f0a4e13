// Reads Discord's Markdown (a JSON list of strings) and prints it as HTML, a JSON list too.
// The argument is the folder in which the parser is installed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { toHTML } = createRequire(`${process.argv[2]}/`)("@odiffey/discord-markdown");
const texts = JSON.parse(readFileSync(0, "utf-8"));
console.log(JSON.stringify(texts.map((text) => toHTML(text, { embed: true }))));
