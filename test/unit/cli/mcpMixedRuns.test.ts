import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { mixed, writeMixed } from '../assistants/mixedRuns';
import { environmentOfTests } from './environmentOfTests';

const [eight, thirtyTwo, eightAgain, thirtyTwoAgain] = mixed.recorded;
const [trained] = mixed.trained;

/** The real program, with the official client. */
describe('digits mcp over a folder that is in use', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'digits-mcp-'));
  const client = new Client({ name: 'a test', version: '1.0.0' });
  before(async () => {
    writeMixed(path.join(home, '.digits', 'runs'));
    const args = [path.resolve('dist/cli.js'), 'mcp'];
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args,
        cwd: home,
        env: { ...getDefaultEnvironment(), ...environmentOfTests() },
      }),
    );
  });
  after(async () => {
    await client.close();
    rmSync(home, { recursive: true, force: true });
  });

  async function call(name: string, input: object): Promise<{ readonly isError: boolean; readonly text: string }> {
    const { content, isError } = (await client.callTool({ name, arguments: { ...input } })) as CallToolResult;
    const [first] = content;
    return { isError: isError === true, text: first?.type === 'text' ? first.text : '' };
  }
  async function ask<T>(name: string, input: object): Promise<T> {
    const { isError, text } = await call(name, input);
    assert.ok(!isError, text);
    return JSON.parse(text) as T;
  }

  interface Effect {
    readonly answers: readonly { readonly conclusion: readonly { readonly sentence: string; readonly n: number }[] }[];
    readonly looked?: {
      readonly considered: number;
      readonly values: unknown;
      readonly alsoVarying: unknown;
      readonly tryThese: readonly string[];
    };
    readonly nothing?: string;
  }

  it('says truly why nothing is known of a parameter, and which runs would tell something', async () => {
    const { answers, looked, nothing } = await ask<Effect>('digits_effect', { parameter: 'num_filters' });
    assert.deepEqual([answers, looked?.considered, looked?.values, looked?.alsoVarying], [[], 2, [32], ['batch_size']]);
    assert.deepEqual(looked?.tryThese, mixed.recorded);
    assert.match(
      nothing ?? '',
      /^No comparison is about num_filters\. Of 10 runs 2 count where none are named: .* They all have 32 and vary in batch_size\. Passed over: 4 with parameters that are not all known, 2 running, 1 interrupted, 1 failed\. Those of tryThese have two values of num_filters/,
    );
    const chosen = await ask<Effect>('digits_effect', { parameter: 'num_filters', runs: looked?.tryThese });
    assert.match(chosen.answers[0]!.conclusion[0]!.sentence, /^Changing num_filters from 8 to 32 .* 2 paired seeds/);
    const other = await ask<Effect>('digits_effect', { parameter: 'dropout' });
    assert.deepEqual([other.looked?.tryThese, /tryThese/.test(other.nothing ?? '')], [[], false]);
  });

  it('refuses in words that are true', async () => {
    for (const [name, input, message] of [
      [
        'digits_effect',
        { parameter: 'dropout', runs: [eight, thirtyTwo] },
        /^The dropout is not known of .*: a script has to have it in its settings, as dropout or dropout_rate \(beside a CSV log: hparams\.yaml\)\. /,
      ],
      ['digits_effect', { parameter: 'num_filters', runs: [eight, eight] }, /^These are one run: expected two different ones/],
      ['digits_effect', { parameter: 'num_filters', runs: [eight, eightAgain] }, /^All of these runs have one value of num_filters/],
      ['digits_effect', { parameter: 'num_filters', runs: [eight, thirtyTwoAgain] }, /make a pair, .* Their seeds are, 8: 1; 32: 2\.$/],
      ['digits_effect', { parameter: 'num_filters', runs: [mixed.empty, eight] }, /this is no run: it has no config\.json/],
      ['digits_read_run', { run: mixed.broken }, /config\.json: this is no JSON/],
      ['digits_images', { run: eight, true: 1, predicted: 2 }, /no predictions of single test images: its script has to save them/],
      ['digits_images', { run: mixed.running, true: 1, predicted: 2 }, /this run was not tested yet: that is done when its training ends/],
      [
        'digits_images',
        { run: mixed.failed, true: 1, predicted: 2 },
        /this run was not tested: its training did not come to the end \(failed\)/,
      ],
    ] as const) {
      const { isError, text } = await call(name, input);
      assert.deepEqual([isError, message.test(text)], [true, true], `${name} ${JSON.stringify(input)}: ${text}`);
    }
  });

  it('compares what scripts and Digits Lab trained, without saying that it was not tested', async () => {
    const compared = await ask<{ runs: object[]; singleRuns: string }>('digits_compare_runs', { runs: [eight, trained, mixed.running] });
    assert.equal(compared.runs.length, 3);
    assert.match(compared.singleRuns, /no predictions of single test images/);
    assert.doesNotMatch(JSON.stringify(compared), /was not tested/);
  });

  it('reads the series of a script, and of a training how long it still takes', async () => {
    const { series } = await ask<{ series: { key: string; last: number }[] }>('digits_read_run', { run: mixed.live });
    assert.deepEqual(series.map(({ key, last }) => [key, last]), [['loss', 1]]); // prettier-ignore
    const { timeLeft } = await ask<{ timeLeft: string }>('digits_read_run', { run: mixed.running });
    // Nothing was heard of it for long.
    assert.equal(timeLeft, 'not known yet');
  });
});
