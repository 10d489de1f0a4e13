// Looks at the pages of a site as people do: on a phone, by keyboard, in the dark. Prints what it saw as JSON.
// Usage: node look.mjs CHROMIUM SITE PLAN, the plan being JSON: which pages, and what to look at on them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.cwd()}/package.json`));
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");

const [, , executablePath, site, stated] = process.argv;
const plan = JSON.parse(stated);
const phone = { width: 360, height: 740 };
const RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], preload: false };
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const seen = { complaints: [], axe: [], html: [], wide: [] };

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: phone, ...options });
  const page = await context.newPage();
  page.on("console", (said) => said.type() === "error" && seen.complaints.push(`${path}: ${said.text()}`));
  page.on("pageerror", (error) => seen.complaints.push(`${path}: ${error}`));
  page.on("dialog", (dialog) => (seen.complaints.push(`${path}: a dialog`), dialog.dismiss()));
  page.on("request", (each) => each.url().startsWith("http") && seen.complaints.push(`${path}: loads ${each.url()}`));
  await page.goto(`${site}/${path}`);
  return page;
}

const box = (page, selector) => page.locator(selector).first().evaluate((each) => {
  const { top, bottom, left, right } = each.getBoundingClientRect();
  return { top, bottom, left, right };
});

async function accessible(path, colorScheme) {
  const page = await open(path, { colorScheme, bypassCSP: true });
  await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => axe.run(document, rules), RULES);
  for (const { id, nodes } of violations) seen.axe.push(`${path} (${colorScheme}): ${id} at ${nodes[0].target} ${nodes[0].html.slice(0, 90)}`);
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) seen.wide.push(path);
  await page.context().close();
}

const validator = new HtmlValidate({ extends: ["html-validate:standard"] });
for (const path of plan.pages) {
  await accessible(path, "light");
  if (plan.dark.includes(path)) await accessible(path, "dark");
  const report = await validator.validateFile(new URL(`${site}/${path}`).pathname);
  for (const { messages } of report.results)
    for (const each of messages) seen.html.push(`${path}:${each.line} ${each.ruleId}: ${each.message}`);
}

// A deep link lands on its passage, below the bar with the caveat.
let page = await open(`${plan.document}#${plan.key}`);
await page.waitForTimeout(300);
seen.anchor = { bar: await box(page, ".bar"), passage: await box(page, `[id="${plan.key}"]`), height: phone.height };
await page.locator(".bar summary").click();
seen.opened = await page.locator(".bar details").evaluate((each) => each.open);
await page.keyboard.press("Escape");
seen.closed = await page.locator(".bar details").evaluate((each) => !each.open);

// A passage's own page: caveat and passage are in view on a phone.
page = await open(plan.passage);
seen.passage = { bar: await box(page, ".bar"), words: await box(page, ".shown .words"), height: phone.height };
seen.paint_ms = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);

// By keyboard: the first stop skips to the text, and a hedge tells its reason.
page = await open(plan.hedged);
await page.keyboard.press("Tab");
seen.first_stop = await page.evaluate(() => document.activeElement.className);
for (let stops = 0; stops < 80; stops += 1) {
  if (await page.evaluate(() => document.activeElement.matches("mark.hedge"))) break;
  await page.keyboard.press("Tab");
}
seen.reason = await page.evaluate(() => getComputedStyle(document.activeElement, "::after").content);

// Corrections stay in view, whatever is folded; what is written from right to left is read so.
page = await open(plan.corrected);
await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
seen.correction = await box(page, ".bar .correction");
page = await open(plan.right_to_left);
seen.direction = await page.locator(".words").first().evaluate((each) => getComputedStyle(each).direction);

// Light and dark differ; without a script everything is there.
const paper = async (colorScheme) => (await open(plan.passage, { colorScheme })).evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
seen.papers = [await paper("light"), await paper("dark")];
page = await open(plan.document, { javaScriptEnabled: false });
seen.without_script = await page.locator(".words").count();

await browser.close();
console.log(JSON.stringify(seen));
