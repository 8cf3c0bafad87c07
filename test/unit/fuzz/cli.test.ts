import assert from 'node:assert/strict';
import path from 'node:path';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import * as fc from 'fast-check';
import { createProgram } from '../../../src/cli/cli';
import { ExitCode } from '../../../src/cli/exitCode';
import { outputTo } from '../../../src/cli/output';
import { plainStyle } from '../../../src/cli/textSink';
import { runColumns } from '../../../src/experiment/runColumns';
import { digits } from '../cli/testCli';
import { assertReadable } from './complaint';
import { property, within } from './property';
import { SECRET, strangeRun, StrangeRuns } from './strangeRuns';

/** Long texts are laid out in columns, where each row is as wide as the widest. */
const MOST_MEMORY = 400_000_000;

/** Commands that do more than read, since they start a trainer, ask a server, are one, serve an assistant, remove a run or change the queue; and one that looks at none. All others are tried. */
const beyondReading = [
  'train',
  'compare',
  'effect',
  'sweep',
  'run-plan',
  'queue',
  'slurm',
  'evaluate',
  'images',
  'reproduce',
  'import',
  'export',
  'serve',
  'sync',
  'delete',
  'engines',
  'mcp',
  'completion',
];

/** A value for each option that has one. */
const values: Readonly<Record<string, string>> = {
  '--sort': '-test_accuracy',
  '--filter': 'epochs>1',
  '--out': '.digits/runs/{id}/written.md',
  '--columns': runColumns.map(({ name }) => name).join(','),
};

/** Where runs are; the test runs in a folder that has them. */
const RUNS_OPTION = '--runs';

/** The commands that read. */
const commands = commandsOfProgram().filter(command => !beyondReading.includes(command.name()));

/** One of them on the run, with some of its options. */
const anyCall = fc
  .constantFrom(...commands)
  .chain(command => fc.subarray(optionsOf(command)).map(options => [...callOf(command), ...options.flat()]));

/** What no text from a run may put on a terminal. */
// oxlint-disable-next-line no-control-regex
const OBEYED = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

describe("the command line on a stranger's run", () => {
  let strange: StrangeRuns;
  before(async function () {
    if (process.platform === 'win32') this.skip();
    strange = await StrangeRuns.make();
  });
  after(() => strange?.remove());

  it('is tried with every command that reads', () => {
    const names = commandsOfProgram().map(command => command.name());
    assert.deepEqual(names.toSorted(), [...commands.map(command => command.name()), ...beyondReading].toSorted());
    assert.ok(commands.map(callOf).some(call => call.join(' ') === 'show {id}'));
  });

  property(
    'says what it is or why it is broken, in words',
    fc.tuple(strangeRun, anyCall),
    async ([run, call]) => {
      strange.put(run);
      const before = strange.others();
      const args = call.map(arg => arg.replace('{id}', path.basename(strange.folder)));
      const { exitCode, out, err } = await within(MOST_MEMORY, () => digits(args, { cwd: strange.base }));
      assert.ok(exitCode === 0 || exitCode === 1, `${exitCode}: ${err}`);
      if (call[0] === 'list') assert.equal(exitCode, 0, err);
      if (exitCode === 1) assert.ok(err.includes(path.basename(strange.folder)), err);
      for (const text of [out, err]) {
        assertReadable(text);
        assert.doesNotMatch(text, OBEYED);
        assert.ok(!text.includes(SECRET), 'something of another folder was read');
      }
      if (args.includes('--json') && exitCode === 0) JSON.parse(out);
      assert.deepEqual(strange.others(), before);
    },
    { cases: 100 },
  );
});

/** It is only asked which commands there are. */
function commandsOfProgram(): readonly Command[] {
  const nowhere = new Writable();
  return createProgram({
    output: outputTo({ out: nowhere, err: nowhere, isTerminal: false, columns: 80, style: plainStyle }),
    cwd: '.',
    environment: {},
    trainerFile: '',
    importerFile: '',
    onInterrupt: () => ({ exitCode: undefined, dispose: () => undefined }),
    exitCode: ExitCode.done,
  }).commands;
}

/** `{id}` stands for the run. */
function callOf(command: Command): readonly string[] {
  if (command.name() === 'complete') return ['complete', '--', 'show', ''];
  return [command.name(), ...command.registeredArguments.map(() => '{id}')];
}

function optionsOf(command: Command): (readonly string[])[] {
  return command.options.flatMap(({ long, required }) => {
    if (long == null || long === RUNS_OPTION) return [];
    if (!required) return [[long]];
    const value = values[long];
    assert.ok(value !== undefined, `digits ${command.name()} ${long}: name a value for it`);
    return [[long, value]];
  });
}
