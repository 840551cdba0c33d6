// Lints files with Harper: node harper.mjs FILE...
import { readFileSync } from "node:fs";
import { LocalLinter } from "harper.js";
import { binary } from "harper.js/binary";

const linter = new LocalLinter({ binary });
await linter.setup();
let found = 0;
for (const file of process.argv.slice(2)) {
  found += (await linter.lint(readFileSync(file, "utf-8"), { language: "markdown" })).length;
}
console.log(`${found} findings`);
