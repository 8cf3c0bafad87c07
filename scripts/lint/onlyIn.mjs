import path from 'node:path';

/**
 * @typedef {any} Node a node of the syntax tree: what it has depends on its type
 * @typedef {any} Context what oxlint hands a rule
 */

/** Of Node's functions on files those that open, change or remove one. */
const fileNames = `readFile writeFile appendFile open copyFile cp truncate rename rm rmdir unlink`
  .split(' ')
  .flatMap(name => [name, `${name}Sync`])
  .concat('openAsBlob', 'createReadStream', 'createWriteStream', 'default');

/**
 * What may be imported in few places only: the module (or the end of its path), which of its names (all, if none are named), the files or
 * folders that may, and what the others do instead.
 */
const doors = [
  {
    modules: ['node:fs', 'node:fs/promises', 'fs', 'fs/promises'],
    names: fileNames,
    allowed: [
      'src/files/',
      // A data set that a person names may lie behind links.
      'src/data/dataFile.ts',
      // A folder of its own, for a moment, with copies of what Git may see.
      'src/processes/workTree.ts',
      // What the system says in /proc, and the editor's own storage.
      'src/trainer/environment.ts',
      'src/runFolder/owner.ts',
      'src/ui/commandShim.ts',
      'test/',
    ],
    instead: 'Files are opened, written and removed by src/files: through no link, inside their folder, up to a size.',
  },
  {
    modules: ['node:child_process', 'child_process', 'node:cluster', 'cluster'],
    allowed: ['src/processes/launch.ts'],
    instead: 'Processes are started by src/processes/launch.ts.',
  },
  {
    modules: ['onnxruntime-node'],
    allowed: ['src/engine/onnx/native.ts', 'test/'],
    instead: 'src/engine/onnx/runtime.ts loads the native engine, after it was kept from its telemetry.',
  },
  {
    modules: ['node:module', 'module'],
    allowed: ['src/engine/tensorflow/loadTensorFlow.ts', 'test/'],
    instead: 'What a program needs is in its bundle: only TensorFlow is looked for on the machine.',
  },
  {
    modules: ['vscode'],
    names: ['window', 'MarkdownString'],
    allowed: ['src/ui/sinks/', 'test/'],
    instead: 'What the editor shows goes through src/ui/sinks/window.ts: text is shown, not obeyed.',
  },
  {
    modules: ['/runState'],
    names: ['applyEvent'],
    allowed: [],
    instead: "It copies a run's lists: use RunProgress, or applyEvents for more than one event.",
  },
];

/** Keeps imports that need care to the files that take it. Type imports are free. */
export const onlyIn = {
  meta: { type: 'problem' },
  /** @param {Context} context */
  create(context) {
    const file = path
      .relative(context.cwd ?? process.cwd(), context.filename)
      .split(path.sep)
      .join('/');
    const closed = doors.filter(({ allowed }) => !allowed.some(place => file === place || (place.endsWith('/') && file.startsWith(place))));
    /**
     * @param {Node} node
     * @param {string} source
     * @param {readonly (string | undefined)[]} imported
     */
    const check = (node, source, imported) => {
      for (const { modules, names, instead } of closed) {
        if (!modules.some(module => (module.startsWith('/') ? source.endsWith(module) : source === module))) continue;
        if (!names || imported.some(name => name === undefined || names.includes(name))) context.report({ node, message: instead });
      }
    };
    return {
      /** @param {Node} node */
      ImportDeclaration(node) {
        if (node.importKind === 'type') return;
        const values = node.specifiers.filter((/** @type {Node} */ { importKind }) => importKind !== 'type');
        // What is imported as a whole may be used for any of its names.
        check(
          node,
          node.source.value,
          values.map((/** @type {Node} */ { imported }) => imported?.name),
        );
      },
      /** @param {Node} node */
      ExportNamedDeclaration(node) {
        if (node.source && node.exportKind !== 'type')
          check(
            node,
            node.source.value,
            node.specifiers.map((/** @type {Node} */ { local }) => local.name),
          );
      },
      /** @param {Node} node */
      ExportAllDeclaration(node) {
        if (node.exportKind !== 'type') check(node, node.source.value, [undefined]);
      },
      /** @param {Node} node */
      ImportExpression(node) {
        if (node.source.type === 'Literal') check(node, node.source.value, [undefined]);
      },
    };
  },
};
