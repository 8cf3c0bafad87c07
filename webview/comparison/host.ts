import { parseToComparison, type FromComparison, type ToComparison } from '../../src/contract/comparison';
import { applyComparisonChange } from '../../src/contract/comparisonState';
import { connectToHost } from '../shared/host';

export const host = connectToHost<ToComparison, FromComparison>({
  parse: parseToComparison,
  applyChange: applyComparisonChange,
  failed: message => ({ type: 'failed', message }),
});

export const { send } = host;
