// npm run check:day: one working day in the real workbench in a browser, from twenty runs of the form to a reload of the window. Prints how
// many clicks and keys each part of it takes a person, leaves a picture of each in test-results/day, and fails at the first dead end.
import path from 'node:path';
import { bundleFile } from './testFiles.mjs';
import { withExtension } from './vscode/withExtension.mjs';

await withExtension('day', async ({ report }) => {
  const { workOneDay } = await import(await bundleFile('scripts/day/oneDay.ts'));
  for (const line of await workOneDay()) console.log(line);
  console.log(`Pictures: ${path.relative(process.cwd(), report) || '.'}`);
});
