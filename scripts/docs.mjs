// npm run docs: writes the parts of docs/ that come from the code (scripts/docs/generatedParts.ts), and the tools of assistants into package.json;
// tests hold each with the code.
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
const { manifestTools } = await import(await bundleFile('scripts/docs/assistantTools.ts'));
const manifestFile = path.join(root, 'package.json');
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
manifest.contributes.languageModelTools = manifestTools();
writeFileSync(manifestFile, `${JSON.stringify(manifest, undefined, 2)}\n`);
