import { applySweepChange, parseToSweep, type FromSweep, type ToSweep } from '../../src/contract/sweepPage';
import { connectToHost } from '../shared/host';

export const host = connectToHost<ToSweep, FromSweep>({
  parse: parseToSweep,
  applyChange: applySweepChange,
  failed: message => ({ type: 'failed', message }),
});

export const { send } = host;
