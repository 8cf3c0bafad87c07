import assert from 'node:assert/strict';
import { wheelMove } from '../../../../../webview/shared/charts/wheel';

const still = { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, shiftKey: false };

describe('a turn of the wheel', () => {
  it('zooms in by a turn away and out by as much by one back', () => {
    const [away, back] = [-100, 100].map(deltaY => wheelMove({ ...still, deltaY }, 500));
    assert.ok(away!.factor > 0.7 && away!.factor < 0.85 && away!.pan === 0);
    assert.ok(Math.abs(away!.factor * back!.factor - 1) < 1e-12);
  });

  it('moves the range sideways, or with Shift', () => {
    assert.deepEqual(wheelMove({ ...still, deltaX: 50, deltaY: 10 }, 500), { pan: 0.1, factor: 1 });
    assert.deepEqual(wheelMove({ ...still, deltaY: 50, shiftKey: true }, 500), { pan: 0.1, factor: 1 });
  });

  it('takes two fingers on a touchpad for more than they say, and no turn for too much', () => {
    assert.ok(wheelMove({ ...still, deltaY: -5, ctrlKey: true }, 500).factor < 0.95);
    assert.ok(wheelMove({ ...still, deltaY: -10_000 }, 500).factor > 0.3);
    assert.ok(wheelMove({ ...still, deltaY: 3, deltaMode: 1 }, 500).factor > 1.2, 'three lines');
  });
});
