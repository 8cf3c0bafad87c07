// npm run bench: the speed of training and prediction, the time from the start of the process to the first step, and memory, beside the peers that
// are installed; and how they grow. `npm run bench -- --help` says what can be asked for. The parts stand in scripts/bench/speed.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, setUp } from './setup.mjs';

const PARTS = /** @type {const} */ (['peers', 'table', 'start', 'memory', 'growth', 'profile']);
/** Those that are measured when nothing is said. */
const USUAL = PARTS.filter(part => part !== 'profile');

const HELP = `npm run bench -- [options]

  --only PART,…     measure some parts alone: ${PARTS.join(', ')}
                      peers   the defaults beside the peers, and the share of the rate of large products
                      table   training over num_filters, num_layers, batch and padding, beside Keras
                      start   from the start of the process to the first training step
                      memory  of a trainer with the whole of MNIST
                      growth  with images, network and workers
                      profile where the time of a step goes, node by node (not measured unless named)
  --against COMMIT  measure this checkout beside another commit instead, in turn
  --sittings N      how often all programs are started anew [3]
  --turns N         how often each has its turn in a sitting [5]
  --json FILE       write all figures into a file too
  --write           put what was measured into docs/performance.md, in the place of what stands there

Peers are named by the environment; those that are not named are left out:
  BENCH_KERAS=PYTHON   a Python with tensorflow-cpu (2.15.1 was measured, with numpy<2)
  BENCH_TORCH=PYTHON   a Python with torch (2.6.0), and a C++ compiler on the path
  BENCH_TFJS_NODE=DIR  a folder whose node_modules have @tensorflow/tfjs-node (4.22.0)
  BENCH_CONFIGS=…      configurations of table, profile and --against: FILTERS-BLOCKS-BATCH-valid|same,… or all`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    against: { type: 'string' },
    sittings: { type: 'string', default: '3' },
    turns: { type: 'string', default: '5' },
    json: { type: 'string' },
    write: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(HELP);
else await bench();

async function bench() {
  const only = values.only?.split(',').map(name => {
    const part = PARTS.find(known => known === name);
    if (!part) throw new Error(`--only: there is no part "${name}"; expected ${PARTS.join(', ')}.`);
    return part;
  });
  await setUp();
  const esbuild = await import('esbuild');
  const { nodeBundleOptions } = await import('./build.mjs');
  const { bundleFile } = await import('./testFiles.mjs');
  const speed = 'scripts/bench/speed';
  await esbuild.build({ ...nodeBundleOptions(), entryPoints: [`${speed}/digits.ts`, `${speed}/sgemm.ts`], outdir: 'dist/bench' });
  const [digits, sgemm] = ['digits', 'sgemm'].map(name => path.join(root, 'dist', 'bench', `${name}.js`));
  const { measure } = await import(await bundleFile(`${speed}/main.ts`));
  const asked = { parts: only ?? USUAL, against: values.against, sittings: atLeastOne('sittings'), turns: atLeastOne('turns') };
  let machine = '';
  const report = await measure({ root, digits, sgemm }, asked, (/** @type {string} */ name, /** @type {string} */ markdown) => {
    console.log(`${markdown}\n`);
    if (name === 'machine') machine = markdown;
    if (!values.write || values.against !== undefined) return;
    if (!only) writeIntoDocs(name, markdown);
    // A part that is measured alone says where: the head of the page is of another day.
    else if (name !== 'machine')
      writeIntoDocs(
        name,
        markdown.replace('\n\n', () => `\n\n${machine}\n\n`),
      );
  });
  if (values.json) writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
}

/**
 * Replaces what stands between `<!-- bench: NAME -->` and `<!-- /bench -->`.
 * @param {string} name
 * @param {string} markdown
 */
function writeIntoDocs(name, markdown) {
  const file = path.join(root, 'docs', 'performance.md');
  const page = readFileSync(file, 'utf8');
  const begin = page.indexOf(`<!-- bench: ${name} -->`);
  const end = page.indexOf('<!-- /bench -->', begin);
  // A part that the page does not have is only printed.
  if (begin < 0 || end < 0) return;
  const from = page.indexOf('\n', begin) + 1;
  writeFileSync(file, `${page.slice(0, from)}\n${markdown}\n\n${page.slice(end)}`);
  spawnSync(process.execPath, [path.join(root, 'node_modules', 'oxfmt', 'bin', 'oxfmt'), file], { stdio: 'ignore' });
}

/** @param {'sittings' | 'turns'} name */
function atLeastOne(name) {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name}: "${values[name]}"; expected a whole number from 1.`);
  return number;
}
