import assert from 'node:assert/strict';
import path from 'node:path';
import * as fc from 'fast-check';
import { digits } from '../cli/testCli';
import { assertReadable } from './complaint';
import { property, within } from './property';
import { SECRET, strangeRun, StrangeRuns } from './strangeRuns';

/** Long texts are laid out in columns, where each row is as wide as the widest. */
const MOST_MEMORY = 400_000_000;

/** Commands that read; `{id}` stands for the run. */
const commands: readonly (readonly string[])[] = [
  ['list'],
  ['list', '--all', '--json'],
  [
    'list',
    '--all',
    '--sort',
    '-test_accuracy',
    '--filter',
    'epochs>1',
    '--columns',
    'id,name,status,created,duration,loss,val_loss,wandb,tags',
  ],
  ['show', '{id}'],
  ['show', '{id}', '--json'],
];

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

  property(
    'says what it is or why it is broken, in words',
    fc.tuple(strangeRun, fc.constantFrom(...commands)),
    async ([run, command]) => {
      strange.put(run);
      const before = strange.others();
      const args = command.map(arg => arg.replace('{id}', path.basename(strange.folder)));
      const { exitCode, out, err } = await within(MOST_MEMORY, () => digits(args, { cwd: strange.base }));
      assert.ok(exitCode === 0 || exitCode === 1, `${exitCode}: ${err}`);
      if (command[0] === 'list') assert.equal(exitCode, 0, err);
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
