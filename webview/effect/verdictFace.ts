import type { Verdict } from '../../src/contract/effects';

/** The codicon of a verdict, and the class of its colour. The word stands beside it. */
export function verdictFace(verdict: Verdict | null): { readonly icon: string; readonly kind: string } {
  switch (verdict) {
    case null:
      return { icon: 'circle-outline', kind: 'open' };
    case 'supported':
      return { icon: 'pass-filled', kind: 'good' };
    case 'refuted':
      return { icon: 'error', kind: 'bad' };
    case 'not identified':
      return { icon: 'circle-slash', kind: 'bad' };
    case 'inconclusive':
      return { icon: 'question', kind: 'open' };
    case 'single run':
      return { icon: 'circle-outline', kind: 'open' };
    case 'estimate':
      return { icon: 'graph-scatter', kind: 'open' };
  }
}
