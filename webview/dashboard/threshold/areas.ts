import type { MeanCurves } from '../../../src/contract/inspection';
import { noIntervalBecause } from '../../../src/evaluation/aurocInterval';
import { shareInterval } from '../../../src/wording/intervalInWords';
import { measures } from '../../../src/wording/measures';
import { element, fill } from '../../shared/dom';
import type { ChosenCurve } from './classChooser';

type Areas = Pick<MeanCurves, 'auroc' | 'aurocInterval' | 'averagePrecision'>;

/** The areas below the curves, and how sure the first of them is; nothing until they are there. */
export function createAreas(): { readonly element: HTMLElement; show(areas: Areas | undefined): void } {
  const root = element('p', { class: 'areas' });
  return {
    element: root,
    show: areas => {
      if (!areas) return fill(root);
      const { auroc, aurocInterval, averagePrecision } = areas;
      const isSure = auroc !== null && 'low' in aurocInterval;
      fill(
        root,
        figure('AUROC', auroc, measures.auroc.explained),
        isSure
          ? element('span', { title: 'An interval that contains it in 95 of 100 such test sets' }, ` (${shareInterval(aurocInterval)})`)
          : [],
        ' · ',
        figure('average precision', averagePrecision, measures.average_precision.explained),
      );
    },
  };
}

/** Which of the figures have no interval, and why, in sentences. */
export function withoutInterval(areas: Areas | undefined, of: ChosenCurve): string {
  const why = areas && 'none' in areas.aurocInterval ? areas.aurocInterval.none : undefined;
  return [
    ...(why === undefined ? [] : [`AUROC has ${why.charAt(0).toLowerCase()}${why.slice(1)}`]),
    ...(areas ? [noIntervalBecause.averagePrecision] : []),
    ...(of === 'macro' ? [] : [noIntervalBecause.f1]),
    ...(of === 'micro' ? [noIntervalBecause.pooled] : []),
  ].join(' ');
}

function figure(name: string, value: number | null, title: string): HTMLElement {
  return element('span', { title }, `${name} `, element('strong', {}, value === null ? '–' : value.toFixed(4)));
}
