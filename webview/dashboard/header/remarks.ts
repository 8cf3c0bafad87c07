import type { DashboardState } from '../../../src/contract/dashboard';
import { bestEpoch } from '../../../src/contract/summary';
import { loss } from '../../../src/util/format';
import type { Remark } from './remark';

/** What came of a run that has ended: why it did before its last epoch, and which epoch was the best. */
export function remarksOf({ run }: DashboardState): Remark[] {
  const { config, ended, epochs } = run;
  const remarks: Remark[] = [];
  if (config && ended?.status === 'completed' && ended.reason !== undefined) {
    const place = `${ended.epochs} of ${config.parameters.epochs} epochs`;
    remarks.push({ icon: 'debug-stop', text: `stopped early, after ${place}: ${ended.reason}` });
  }
  const best = bestEpoch(epochs);
  if (best && ended && epochs.length > 1) {
    const figure = best.valLoss === null ? `loss ${loss(best.loss)}` : `validation loss ${loss(best.valLoss)}`;
    const kept = best.epoch === ended.keptEpoch ? 'its weights were kept' : `the weights are those of epoch ${ended.keptEpoch}`;
    const measure = best.valLoss === null ? 'loss' : 'validation loss';
    remarks.push({
      icon: 'star-full',
      text: `best epoch ${best.epoch}, ${figure}`,
      title: `Epoch ${best.epoch} has the lowest ${measure}; ${kept}.`,
    });
  }
  return remarks;
}
