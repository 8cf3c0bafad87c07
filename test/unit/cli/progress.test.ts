import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { plainStyle, TextSink } from '../../../src/cli/textSink';
import { progressLine, StatusLine, type Progress } from '../../../src/cli/progress';

const progress: Progress = {
  epoch: 3,
  epochs: 12,
  batch: 215,
  batches: 430,
  loss: 0.0893,
  accuracy: 0.9731,
  imagesPerSecond: 5432,
  etaMs: 80_000,
};

describe('progress', () => {
  const at = (columns: number, changed: Partial<Progress> = {}): string =>
    progressLine({ ...progress, ...changed }, { columns, style: plainStyle });

  it('says everything in 80 columns', () => {
    for (const part of ['3/12', 'loss 0.0893', '97.31 %', '5,432 images/s', 'ETA 1m20s', '━']) assert.ok(at(80).includes(part), part);
  });

  it('never fills a line', () => {
    for (let columns = 10; columns < 200; columns++) assert.ok(at(columns).length < columns, `${columns} columns`);
  });

  it('keeps what matters most in a narrow terminal', () => {
    assert.match(at(40), /3\/12.*loss 0\.0893.*97\.31 %/);
    assert.ok(!at(40).includes('ETA'));
  });

  it('draws the bar by the share of the batches', () => {
    const marked = (batch: number): number => {
      const style = (format: string, text: string): string => (format === 'cyan' ? text.replaceAll('━', '#') : text);
      const line = progressLine({ ...progress, batch }, { columns: 100, style });
      return line.split('#').length - 1;
    };
    assert.equal(marked(0), 0);
    assert.equal(marked(430), 24);
    assert.equal(marked(215), 12);
  });

  describe('StatusLine', () => {
    const screen = (isTerminal: boolean): { line: StatusLine; written: string[] } => {
      const written: string[] = [];
      const out = new Writable({
        decodeStrings: false,
        write: (chunk: string, _, done) => {
          written.push(chunk);
          done();
        },
      });
      return { line: new StatusLine({ out: new TextSink(out), isTerminal }), written };
    };

    it('writes a line over the last one, not at every call', () => {
      const { line, written } = screen(true);
      for (let i = 0; i < 50; i++) line.show(`line ${i}`);
      assert.equal(written[0], '\r\u001b[2Kline 0');
      assert.ok(written.length < 50);
    });

    it('takes away what it wrote, once', () => {
      const { line, written } = screen(true);
      line.clear();
      line.show('something');
      line.clear();
      line.clear();
      assert.deepEqual(written, ['\r\u001b[2Ksomething', '\r\u001b[2K']);
    });

    it('writes nothing where there is no terminal', () => {
      const { line, written } = screen(false);
      line.show('something');
      line.clear();
      assert.deepEqual(written, []);
    });
  });
});
