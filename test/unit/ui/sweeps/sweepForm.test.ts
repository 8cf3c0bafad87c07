import assert from 'node:assert/strict';
import { defaultParameters } from '../../../../src/contract/parameters';
import type { FilledInSweep } from '../../../../src/ui/sweeps/sweepForm';
import { FakeEditor } from '../../fakeEditor';
import type { FakeInput } from '../../fakeQuickInput';
import type { Disposable } from '../../../../src/util/emitter';

describe('the form of a sweep', () => {
  const editor = new FakeEditor();
  let installed: Disposable;
  before(() => (installed = editor.install()));
  after(() => installed.dispose());

  const next = (): Promise<FakeInput> => editor.quickInput.next();
  async function open(): Promise<{ readonly result: Promise<FilledInSweep | undefined>; readonly list: FakeInput }> {
    const { showSweepForm } = await import('../../../../src/ui/sweeps/sweepForm');
    const result = showSweepForm({
      bases: [
        { label: 'last run', parameters: { ...defaultParameters, epochs: 2 } },
        { label: 'defaults', parameters: defaultParameters },
      ],
      anotherBase: () => Promise.resolve({ label: 'num_filters 64', parameters: { ...defaultParameters, num_filters: 64 } }),
      onMachine: { machine: { speeds: [], engine: 'auto', threads: 1 }, concurrent: 2 },
      hasSlurm: true,
    });
    return { result, list: await next() };
  }
  /** Chooses a row, answers what it asks, and is back in the list. */
  async function answer(list: FakeInput, row: string, ...answers: readonly ((input: FakeInput) => void)[]): Promise<FakeInput> {
    list.choose(row);
    for (const one of answers) one(await next());
    return next();
  }
  const chooses =
    (label: string) =>
    (input: FakeInput): void =>
      input.choose(label);
  const enters =
    (text: string) =>
    (input: FakeInput): void =>
      input.enter(text);
  const described = (list: FakeInput, row: string): string | undefined => list.row(row).description;

  it('asks for the parameters that vary, and says how many runs there are and how long they take', async () => {
    const { result, list } = await open();
    assert.equal(described(list, 'base'), 'last run · epochs 2');
    const one = await answer(list, 'Vary a parameter…', chooses('num_filters'), enters('8, 16, 32'));
    assert.equal(described(one, 'num_filters'), '8, 16, 32');
    assert.match(described(one, 'Run plan')!, /^9 runs · roughly \d+(m|s| s)/);
    const two = await answer(one, 'Vary a parameter…', chooses('dropout'), enters('0, 0.5'));
    const seeded = await answer(two, 'seeds', enters('1, 2'));
    assert.match(described(seeded, 'Run plan')!, /^12 runs · /);
    const based = await answer(seeded, 'base', chooses('defaults'));
    const expecting = await answer(based, 'hypothesis', enters('More filters help.'));
    expecting.choose('Run plan');
    const filledIn = await result;
    assert.deepEqual(filledIn, {
      next: 'run',
      draft: {
        kind: 'grid',
        base: defaultParameters,
        parameters: { num_filters: [8, 16, 32], dropout: [0, 0.5] },
        seeds: [1, 2],
        runs: 20,
        hypothesis: 'More filters help.',
      },
    });
  });

  it('takes ranges where settings are drawn, and says at each key what is wrong', async () => {
    const { result, list } = await open();
    const random = await answer(list, 'kind', chooses('random'));
    random.choose('Vary a parameter…');
    (await next()).choose('learning_rate');
    const box = await next();
    for (const [text, problem] of [
      ['', /expected a value or more/],
      ['0.1 to 0.01', /expected a max above min/],
      ['0 to 1 log', /learning_rate = 0: expected a number above 0/],
      ['1, 1', /expected each value once/],
    ] as const) {
      box.type(text);
      assert.match(box.validationMessage!, problem);
    }
    box.enter('0.0001 to 0.1 log');
    const drawn = await next();
    assert.match(described(drawn, 'Run plan')!, /^60 runs · /);
    const fewer = await answer(drawn, 'runs', enters('10'));
    const single = await answer(fewer, 'seeds', enters('1'));
    assert.match(described(single, 'Run plan')!, /^10 runs · /);
    single.choose('Only write the plan');
    assert.deepEqual(
      [(await result)?.next, (await result)?.draft.parameters],
      ['write', { learning_rate: { min: 0.0001, max: 0.1, scale: 'log' } }],
    );
  });

  it('says why a plan cannot be run, and does not end then', async () => {
    const { result, list } = await open();
    assert.ok(!list.rows.some(row => row.startsWith('Run plan')));
    const layers = await answer(list, 'Vary a parameter…', chooses('num_layers'), enters('2, 6'));
    assert.match(layers.row('This plan cannot be run').detail!, /1 of 2 combinations are no network/);
    const still = await answer(layers, 'This plan cannot be run');
    still.press('Do not vary it', 'num_layers');
    const empty = await next();
    const other = await answer(empty, 'base', chooses('Those of a run…'));
    assert.equal(described(other, 'base'), 'num_filters 64 · num_filters 64');
    other.escape();
    assert.equal(await result, undefined);
  });
});
