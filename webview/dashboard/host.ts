import { parseToDashboard, type FromDashboard, type ToDashboard } from '../../src/contract/dashboard';
import { applyChange } from '../../src/contract/dashboardState';
import { connectToHost } from '../shared/host';

export const host = connectToHost<ToDashboard, FromDashboard>({
  parse: parseToDashboard,
  applyChange,
  failed: message => ({ type: 'failed', message }),
});

export const { send } = host;
