import { parseToEffect, type FromEffect, type ToEffect } from '../../src/contract/effectPage';
import { applyEffectChange } from '../../src/contract/effectState';
import { connectToHost } from '../shared/host';

export const host = connectToHost<ToEffect, FromEffect>({
  parse: parseToEffect,
  applyChange: applyEffectChange,
  failed: message => ({ type: 'failed', message }),
});

export const { send } = host;
