// Reads Markdown (a JSON string a line) and answers with what each parser takes it for, a JSON list a line.
// The argument is the folder in which the parsers are installed.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(`${process.argv[2]}/`);
const { parse } = require("discord-markdown-parser");
const { rulesEmbed, markdownEngine } = require("@odiffey/discord-markdown");
const embedParser = markdownEngine.parserFor(rulesEmbed);
const parsers = {
  "discord-markdown-parser": (markdown) => parse(markdown, "extended"),
  "@odiffey/discord-markdown": (markdown) => embedParser(markdown, { inline: true, inQuote: false }),
};

function textOf(node) {
  if (typeof node === "string") return node;
  if (Array.isArray(node)) return node.map(textOf).join("");
  if (node.type === "br") return "\n";
  return textOf(node.content ?? node.items ?? node.name ?? `(${node.type})`);
}

function* nodesOf(node) {
  if (Array.isArray(node)) for (const child of node) yield* nodesOf(child);
  else if (typeof node === "object") {
    yield node;
    yield* nodesOf(node.content ?? node.items ?? []);
  }
}

function shown(name, markdown) {
  const tree = parsers[name](markdown);
  const nodes = [...nodesOf(tree)];
  return {
    parser: name,
    text: textOf(tree),
    kinds: [...new Set(nodes.map((node) => node.type))].sort(),
    quotes: nodes.filter((node) => node.type === "blockQuote").map(textOf),
    links: nodes.filter((node) => node.target).map((node) => node.target),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const markdown = JSON.parse(line);
  console.log(JSON.stringify(Object.keys(parsers).map((name) => shown(name, markdown))));
}
