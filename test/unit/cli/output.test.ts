import assert from 'node:assert/strict';
import { processStreams } from '../../../src/cli/output';
import { plainStyle } from '../../../src/cli/textSink';

describe('output', () => {
  const coloured = (env: NodeJS.ProcessEnv): boolean => processStreams({ TERM: 'xterm', ...env }).style !== plainStyle;

  it('colours when told to', () => {
    assert.ok(coloured({ FORCE_COLOR: '1' }));
    assert.ok(coloured({ FORCE_COLOR: '1', TERM: 'dumb' }));
  });

  it('does not colour when told not to', () => {
    assert.ok(!coloured({ NO_COLOR: '1' }));
    assert.ok(!coloured({ FORCE_COLOR: '0' }));
    assert.ok(!coloured({ TERM: 'dumb' }));
  });

  it('moves no cursor on a dumb terminal', () => {
    assert.ok(!processStreams({ TERM: 'dumb' }).isTerminal);
  });
});
