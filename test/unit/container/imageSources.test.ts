import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

describe('the container image', () => {
  const linesOf = (file: string): string[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(line => line.trim() !== '' && !line.startsWith('#'));
  const dockerfile = linesOf('Dockerfile');
  const copied = dockerfile
    .filter(line => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap(line => line.split(/\s+/).slice(1, -1));

  it('is copied from files that Git has', () => {
    assert.ok(copied.length > 5, copied.join(', '));
    for (const source of copied) {
      assert.ok(existsSync(source), `${source} is not there`);
      assert.notEqual(execFileSync('git', ['ls-files', source], { encoding: 'utf8' }), '', `${source} is not in Git`);
    }
  });

  it('lets into the build what is copied and nothing else: no .git, node_modules, dist, .env, test-results', () => {
    const [first, ...others] = linesOf('.dockerignore');
    assert.equal(first, '**');
    const letIn = others.filter(line => line.startsWith('!')).map(line => line.slice(1));
    assert.deepEqual(letIn.toSorted(), copied.toSorted());
    assert.deepEqual(
      letIn.filter(name => /^(\.git|node_modules|dist|\.env.*|test-results|\.digits)$/.test(name)),
      [],
    );
    // Those that come last count.
    assert.deepEqual(others.slice(letIn.length), ['**/.env', '**/.env.*', '**/node_modules']);
  });

  it('stands on one image of Node, named by its exact version', () => {
    const bases = dockerfile.filter(line => line.startsWith('FROM ')).map(line => line.split(' ')[1]);
    assert.deepEqual(bases, ['${NODE_IMAGE}', '${NODE_IMAGE}']);
    assert.ok(
      dockerfile.some(line => /^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-bookworm-slim$/.test(line)),
      dockerfile.join('\n'),
    );
  });

  it('has its code outside of the folder that a mount hides', () => {
    assert.ok(dockerfile.includes('WORKDIR /app'));
    assert.deepEqual(
      dockerfile.filter(line => line.startsWith('COPY') && line.split(/\s+/).at(-1)!.startsWith('/app')),
      [],
    );
  });

  it('has an entrypoint that is executable as committed and keeps its line ends', () => {
    assert.match(execFileSync('git', ['ls-files', '--stage', 'entrypoint.sh'], { encoding: 'utf8' }), /^100755 /);
    assert.match(execFileSync('git', ['check-attr', 'eol', 'entrypoint.sh'], { encoding: 'utf8' }), /: lf\n$/);
  });
});
