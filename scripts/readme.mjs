// npm run readme: writes the table of parameters into README.md; a test holds the two together.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { nodeBundleOptions } from './build.mjs';
import { root, setUp } from './setup.mjs';

await setUp();
const esbuild = await import('esbuild');
const outfile = path.join(root, 'dist/parameterDocs.js');
await esbuild.build({ ...nodeBundleOptions(), entryPoints: ['src/contract/parameterDocs.ts'], outfile });
const { parametersAsMarkdown } = createRequire(import.meta.url)(outfile);
const readme = path.join(root, 'README.md');
const marked = /(<!-- parameters -->\n)[^]*?(<!-- \/parameters -->)/;
writeFileSync(readme, readFileSync(readme, 'utf8').replace(marked, `$1\n${parametersAsMarkdown()}\n\n$2`));
