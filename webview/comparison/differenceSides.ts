import { pairOf } from './config/configDiff';
import type { DifferenceSide } from './difference/section';
import type { Shown } from './shown';
import { groupLineKey } from './table/gridRows';

/** What is compared image by image: the baseline with the run that is selected, or its group with the group that is. */
export function differenceSides(shown: Shown): { readonly a: DifferenceSide | undefined; readonly b: DifferenceSide | undefined } {
  const { table, view, labels, checked, compared } = shown;
  // Others have read no images yet.
  const tested = new Set(compared.flatMap(({ id, summary }) => (summary?.testAccuracy != null ? [id] : [])));
  const groups = table.rows.flatMap(row => (row.kind === 'group' ? [row] : []));
  const sideOf = (group: (typeof groups)[number]): DifferenceSide => ({
    label: group.label,
    runIds: group.rows.map(({ run }) => run.id).filter(id => checked.has(id) && tested.has(id)),
  });
  const ofBaseline = groups.find(({ isBaseline }) => isBaseline);
  const selected = groups.find(({ key }) => groupLineKey(key) === view.selected);
  if (ofBaseline && selected && ofBaseline !== selected) return { a: sideOf(ofBaseline), b: sideOf(selected) };
  const [a, b] = (pairOf(shown) ?? [shown.baseline]).map(
    run => run && { label: labels.get(run.id) ?? run.id, runIds: [run.id].filter(id => tested.has(id)) },
  );
  return { a, b };
}
