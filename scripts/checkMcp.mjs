// npm run check:mcp: the official inspector of the Model Context Protocol (downloaded by npm into its cache) on `digits mcp`, with the runs of the
// example: it lists the tools and calls each. Not part of npm test, which has the official client do the same: this takes a download of some size.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root, setUp } from './setup.mjs';

const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';
const RUN = '20261130-042011-knyu';

/** Each tool with the arguments that it is called with, as the inspector takes them. */
const calls = {
  digits_list_runs: ['limit=3', 'filter=num_filters=8'],
  digits_read_run: [`run=${RUN}`],
  digits_compare_runs: [`runs=["${RUN}","20261130-042011-knzb"]`],
  digits_effect: ['parameter=num_filters'],
  digits_images: [`run=${RUN}`, 'true=4', 'predicted=9', 'limit=2'],
  digits_start_run: ['parameters={"epochs":1}'],
};

await setUp();
const { tools } = await inspect(['--method', 'tools/list']);
assert.deepEqual(tools.map((/** @type {{ name: string }} */ { name }) => name).toSorted(), Object.keys(calls).toSorted());
console.log(`tools/list         ${tools.length} tools`);
for (const [name, args] of Object.entries(calls)) {
  const { content, isError } = await inspect(['--method', 'tools/call', '--tool-name', name, ...args.flatMap(arg => ['--tool-arg', arg])]);
  assert.ok(!isError, `${name}: ${content[0].text}`);
  const answer = JSON.parse(content[0].text);
  if (name === 'digits_list_runs') assert.equal(answer.runs.length, 3);
  if (name === 'digits_effect') assert.match(answer.answers[0].conclusion[0].sentence, /95 % CI .* 5 paired seeds/);
  if (name === 'digits_images') assert.equal(content.filter((/** @type {{ type: string }} */ { type }) => type === 'image').length, 2);
  if (name === 'digits_start_run') assert.equal(answer.started, false);
  console.log(`${name.padEnd(18)} ${content[0].text.length} characters${content.length > 1 ? ` and ${content.length - 1} pictures` : ''}`);
}

/**
 * What the inspector says about the server, as JSON.
 * @param {readonly string[]} args
 */
async function inspect(args) {
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const { stdout } = await promisify(execFile)(
    npx,
    ['--yes', INSPECTOR, '--cli', process.execPath, path.join(root, 'dist/cli.js'), 'mcp', ...args],
    {
      cwd: path.join(root, 'examples', 'digits'),
      maxBuffer: 50_000_000,
      shell: process.platform === 'win32',
    },
  );
  return JSON.parse(stdout);
}
