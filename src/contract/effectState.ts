import type { EffectChange, EffectCurve, EffectState } from './effectPage';
import { applyEvents, initialRun } from './runState';

/** The state after a change. Host and page compute it with the same code, so that they never differ. */
export function applyEffectChange(state: EffectState, change: EffectChange): EffectState {
  switch (change.type) {
    case 'shown': {
      const there = new Set(change.shown.runs.map(({ id }) => id));
      return { shown: change.shown, curves: state.curves.filter(({ runId }) => there.has(runId)) };
    }
    case 'curve': {
      const others = state.curves.filter(({ runId }) => runId !== change.curve.runId);
      return { ...state, curves: [...others, change.curve] };
    }
    case 'events': {
      const after = (curve: EffectCurve): EffectCurve => ({
        ...curve,
        epochs: applyEvents({ ...initialRun, epochs: curve.epochs }, change.events).epochs,
      });
      return { ...state, curves: state.curves.map(curve => (curve.runId === change.runId ? after(curve) : curve)) };
    }
  }
}
