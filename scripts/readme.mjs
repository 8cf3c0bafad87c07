// npm run readme: writes the tables of parameters and of metrics into the documentation; tests hold them together.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { nodeBundleOptions } from './build.mjs';
import { root, setUp } from './setup.mjs';

await setUp();
const esbuild = await import('esbuild');
const outfile = path.join(root, 'dist/tableDocs.js');
const contents = `export * from './src/contract/parameterDocs'; export * from './src/contract/metricDocs';`;
await esbuild.build({ ...nodeBundleOptions(), stdin: { contents, resolveDir: root }, outfile });
const { parametersAsMarkdown, metricsAsMarkdown } = createRequire(import.meta.url)(outfile);
write('README.md', 'parameters', parametersAsMarkdown());
write('docs/metrics.md', 'metrics', metricsAsMarkdown());

/** Puts a table between the marks that have its name. */
function write(name, mark, table) {
  const file = path.join(root, name);
  const marked = new RegExp(`(<!-- ${mark} -->\\n)[^]*?(<!-- /${mark} -->)`);
  writeFileSync(file, readFileSync(file, 'utf8').replace(marked, `$1\n${table}\n\n$2`));
}
