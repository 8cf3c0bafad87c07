import type { CommandArguments, CommandId, ComparisonArgument } from '../../contributions';
import { comparisonTitle } from '../../experiment/effects/effectInWords';
import { chooseRun, idsOf } from '../chooseRun';
import { exportComparison } from '../export/exportComparison';
import type { Services } from '../services';
import { pick } from '../sinks/quickInput';
import type { RunsTree } from '../tree/runsTree';
import type { AskEffect } from './askEffect';
import type { ComparisonsTree } from './comparisonsTree';
import type { Effects } from './effects';

export interface EffectCommandParts {
  readonly services: Services;
  readonly effects: Effects;
  readonly asking: AskEffect;
  readonly comparisonsTree: ComparisonsTree;
  readonly tree: RunsTree;
}

/** The commands about what one parameter did. */
export function effectCommands({ services, effects, asking, comparisonsTree, tree }: EffectCommandParts) {
  const { lab } = services;
  /** The comparisons that a command is about: those it was given, else the one that a person chooses. */
  const chosen = async (argument: ComparisonArgument | undefined, selection: unknown, title: string): Promise<readonly string[]> => {
    const id = comparisonIdOf(argument);
    const selected = (Array.isArray(selection) ? selection : []).flatMap(one => comparisonIdOf(one) ?? []);
    if (id !== undefined) return selected.includes(id) ? selected : [id];
    if (selected.length > 0) return selected;
    const [row] = comparisonsTree.view.visible ? comparisonsTree.view.selected() : [];
    if (row) return [row.comparisonId];
    const all = effects.comparisons.all.toReversed();
    if (all.length === 0) throw new Error(`${title}: there is no comparison yet.`);
    if (all.length === 1) return [all[0]!.id];
    const items = all.map(({ id: comparisonId, plan }) => ({ label: comparisonTitle(plan), description: comparisonId, comparisonId }));
    const picked = await pick({ title, placeholder: 'Which comparison?', items });
    return picked.how === 'accepted' ? [picked.item.comparisonId] : [];
  };
  /** A command on one comparison. */
  const on =
    (title: string, act: (id: string) => unknown) =>
    async (argument: ComparisonArgument | undefined, selection?: unknown): Promise<unknown> => {
      const [id] = await chosen(argument, selection, title);
      return id === undefined ? undefined : act(id);
    };
  return {
    'digitsLab.effect': async (argument: CommandArguments['digitsLab.effect'], selection?: unknown) => {
      const given = isList(argument) ? argument : idsOf(argument, selection);
      const selected = idsOf(undefined, tree.view.selected());
      // Of one row that happens to be selected nothing is asked.
      const ids = given.length === 0 && selected.length > 1 ? selected : given;
      const runs = await Promise.all(ids.map(id => chooseRun(lab, id, 'What Does One Parameter Do?')));
      return asking.ask(runs.filter(run => run !== undefined));
    },
    'digitsLab.openComparison': on('Open Comparison', id => effects.show(id)),
    'digitsLab.copyComparison': on('Copy Comparison as Markdown', id => effects.actions.copyMarkdown(id)),
    'digitsLab.openComparisonReport': on('Open Report of Comparison', id => effects.actions.openReport(id)),
    'digitsLab.exportComparison': on('Export Comparison', async id => {
      const comparison = effects.comparisons.find(id);
      if (!comparison) throw new Error('Export Comparison: this comparison is not there any more.');
      await exportComparison(services, comparison);
    }),
    'digitsLab.addSeeds': on('Add Seeds', id => effects.actions.addSeeds(id)),
    'digitsLab.deleteComparison': async (argument: ComparisonArgument | undefined, selection?: unknown) =>
      effects.actions.delete(await chosen(argument, selection, 'Delete Comparison')),
  } satisfies Partial<Record<CommandId, unknown>>;
}

function isList(argument: CommandArguments['digitsLab.effect']): argument is readonly string[] {
  return Array.isArray(argument);
}

function comparisonIdOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const { comparisonId } = (argument ?? {}) as { comparisonId?: unknown };
  return typeof comparisonId === 'string' ? comparisonId : undefined;
}
