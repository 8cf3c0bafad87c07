import { checkOut } from './checkout';
import { configurations, nameOf, parseConfigurations } from './configuration';
import { ratioInWords, spread, table } from './figures';
import type { Bench, Part } from './part';
import { ownProgram } from './programs';
import { beginTrainer } from './start';
import { finishedRun } from './trainerRun';
import { takeTurns } from './turns';

/** This checkout beside another commit of it, in turn: training and prediction, the start of the trainer, its memory. */
export async function measureAgainst(bench: Bench, commit: string): Promise<Part> {
  const { say, sittings, turns, root, scratch } = bench;
  say(`Checking ${commit} out and building it …`);
  const other = checkOut(root, commit, scratch);
  try {
    const rows: string[][] = [];
    const figures: Record<string, unknown> = { commit: other.title };
    const add = (what: string, before: readonly number[], now: readonly number[], unit = ''): void => {
      rows.push([what, spread(before, 0, unit), spread(now, 0, unit), ratioInWords(now, before)]);
      figures[what] = { before, now };
    };
    for (const configuration of parseConfigurations(process.env['BENCH_CONFIGS'] ?? nameOf(configurations[0]!))) {
      say(nameOf(configuration));
      const [now, before] = await takeTurns([ownProgram(bench, configuration), ownProgram(other, configuration)], {
        sittings,
        turns,
        works: ['fit', 'predict'],
        say,
      });
      add(`training images/s, ${nameOf(configuration)}`, before!.fit, now!.fit);
      add(`prediction images/s, ${nameOf(configuration)}`, before!.predict, now!.predict);
    }
    const [starts, memory] = [[[], []] as [number[], number[]], [[], []] as [number[], number[]]];
    const sides = [{ root: other.root, scratch }, bench];
    for (let i = 0; i < sittings * turns; i++)
      for (const [side, of] of sides.entries()) starts[side]!.push((await beginTrainer(of)).firstStepMs);
    add('trainer, start to first step', ...starts, ' ms');
    for (let i = 0; i < sittings; i++)
      for (const [side, of] of sides.entries()) memory[side]!.push((await finishedRun(of, { epochs: 2 })).peakMb);
    add('memory of a trainer, whole MNIST', ...memory, ' MB');
    return { markdown: table(['', other.title, 'here', 'here is ×'], rows), figures };
  } finally {
    other.remove();
  }
}
