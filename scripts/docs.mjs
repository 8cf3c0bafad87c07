// npm run docs: writes the parts of docs/ that come from the code (scripts/docs/generatedParts.ts); a test holds the two together.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, setUp } from './setup.mjs';
import { bundleFile } from './testFiles.mjs';

await setUp();
process.chdir(root);
const { generatedPages, withGeneratedParts } = await import(await bundleFile('scripts/docs/generatedParts.ts'));
for (const page of generatedPages) {
  const file = path.join(root, page);
  writeFileSync(file, withGeneratedParts(page, readFileSync(file, 'utf8')));
}
