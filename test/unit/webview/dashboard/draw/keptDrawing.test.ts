import assert from 'node:assert/strict';
import { parseSavedView } from '../../../../../src/contract/dashboard';
import { SHEET, type Layer } from '../../../../../webview/dashboard/draw/layers';
import { keptDrawing, layersOf } from '../../../../../webview/dashboard/draw/keptDrawing';

describe('a drawing that a dashboard keeps', () => {
  const runId = '20261125-120000-aaaa';
  const kept = (drawing: unknown): readonly Layer[] => layersOf(parseSavedView({ runId, drawing })?.drawing ?? []);

  it('has its lines and pictures as they were', () => {
    const pixels = Uint8Array.from({ length: SHEET * SHEET }, (_, i) => i % 256);
    const layers: Layer[] = [
      { kind: 'picture', ink: { width: SHEET, height: SHEET, pixels } },
      { kind: 'stroke', places: [{ x: 10, y: 20.5 }, { x: 11.2, y: 30 }] }, // prettier-ignore
    ];
    assert.deepEqual(kept(JSON.parse(JSON.stringify(keptDrawing(layers)))), layers);
  });

  it('is none where it cannot be used', () => {
    for (const strange of ['a', [{ kind: 'stroke' }], [{ kind: 'picture', base64: '!' }], [{ kind: 'picture', base64: 'QUJD' }]])
      assert.deepEqual(kept(strange), []);
  });
});
