// Writes bots.txt from the npm package crawler-user-agents; name the folder in which it is installed.
//
// The package's patterns are regular expressions, nearly all of them plain text. The few others are taken apart into
// the plain texts they stand for, so that a list of texts is all that Egret needs. A pattern that cannot be taken
// apart, one of the package's own examples that is missed, or a browser that is caught, fails.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
if (!folder) throw new Error("usage: node renew.mjs FOLDER");
const require = createRequire(join(folder, "package.json"));
const crawlers = require("crawler-user-agents");
const { version } = JSON.parse(
  readFileSync(join(folder, "node_modules/crawler-user-agents/package.json"), "utf8"),
);

const browsers = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0.50",
  "Mozilla/5.0 (Linux; U; Android 13; zh-CN) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0 UCBrowser/16.0 Mobile Safari/537.36",
];

/** The plain texts of a pattern; `^` at the beginning of one means: at the beginning of the name. */
function texts(pattern) {
  // Escaped characters are plain ones; they are set aside while the others are taken apart.
  const aside = pattern.replace(/\\([^dsSwW])/g, (_, c) => String.fromCodePoint(0xe000 + c.codePointAt(0)));
  const plain = (text) => text.replace(/[\ue000-\ue0ff]/g, (c) => String.fromCodePoint(c.codePointAt(0) - 0xe000));
  return apart(aside).map(plain);
}

function apart(pattern) {
  const or = pattern.match(/^(.*)\(([^()]*\|[^()]*)\)(.*)$/);
  if (or) return or[2].split("|").flatMap((one) => apart(or[1] + one.replace(/^\^$/, "") + or[3]));
  if (pattern.includes("|")) return pattern.split("|").flatMap(apart);
  const letters = pattern.match(/^(.*?)\[([a-zA-Z]+)\](.*)$/);
  if (letters) return [...letters[2]].flatMap((letter) => apart(letters[1] + letter + letters[3]));
  const start = pattern.startsWith("^") ? "^" : "";
  // Where anything may stand in the middle, the longest text beside it has to do.
  const pieces = pattern.replace(/^\^|\$$/g, "").split(/\[\^-\]|\[\\s\\S\]\*|\\d\+?|\.\*/);
  const text = pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), "");
  if (/[\\^$*?()[\]{}|]/.test(text) || text.trim().length < 2) throw new Error(`cannot take apart: ${pattern}`);
  return [(pieces.length === 1 || pieces[0] === text ? start : "") + text];
}

const list = [...new Set(crawlers.flatMap(({ pattern }) => texts(pattern)))].sort();
const isBot = (name) => list.some((text) => (text.startsWith("^") ? name.startsWith(text.slice(1)) : name.includes(text)));

for (const browser of browsers) {
  if (isBot(browser)) throw new Error(`a browser is caught: ${browser}`);
}
for (const name of crawlers.flatMap(({ instances }) => instances ?? [])) {
  if (!isBot(name)) throw new Error(`a crawler is missed: ${name}`);
}

const head = [
  `# What programs call themselves. Written by renew.mjs from npm crawler-user-agents ${version}.`,
  "# MIT License, Copyright (c) 2017 Martin Monperrus; the licence's text is in LICENSE-crawler-user-agents.",
  "# A line is found anywhere in a name; one that begins with ^ at its beginning.",
];
writeFileSync(new URL("bots.txt", import.meta.url), [...head, ...list, ""].join("\n"));
