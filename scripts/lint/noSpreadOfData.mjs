/**
 * @typedef {any} Node a node of the syntax tree: what it has depends on its type
 * @typedef {any} Context what oxlint hands a rule
 */

const message = 'A spread into a call overflows the stack when the list is long. Loop over it, or hand over the list itself.';

/**
 * Forbids `f(...list)` where the length of the list is not written in the source, and `f.apply(…, list)`: arguments live on the stack,
 * which some ten thousands of them overflow. Loops, `maxOf`, or a function that takes the list itself do the same for any length.
 */
export const noSpreadOfData = {
  meta: { type: 'problem' },
  /** @param {Context} context */
  create(context) {
    /** @param {Node} node */
    const check = node => {
      if (node.callee.type === 'MemberExpression' && node.callee.property.name === 'apply') context.report({ node, message });
      for (const argument of node.arguments) {
        if (argument.type === 'SpreadElement' && !isShort(argument.argument, context)) {
          context.report({ node: argument, message });
        }
      }
    };
    return { CallExpression: check, NewExpression: check };
  },
};

/**
 * Whether the source says how long a list is.
 * @param {Node} node
 * @param {Context} context
 * @returns {boolean}
 */
function isShort(node, context) {
  switch (node.type) {
    case 'ArrayExpression':
      return node.elements.every((/** @type {Node} */ element) => element?.type !== 'SpreadElement' || isShort(element.argument, context));
    case 'ConditionalExpression':
      return isShort(node.consequent, context) && isShort(node.alternate, context);
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return isShort(node.expression, context);
    case 'CallExpression':
      return node.callee.type === 'MemberExpression' && node.callee.property.name === 'map' && isShort(node.callee.object, context);
    case 'Identifier':
      return isRestOrConstant(variableOf(node, context));
    default:
      return false;
  }
}

/**
 * The rest of a function's own parameters was written out by its callers; what is `as const` does not grow.
 * @param {any} variable of a scope
 */
function isRestOrConstant(variable) {
  const [definition] = variable?.defs ?? [];
  if (definition?.type === 'Parameter')
    return definition.node.params.some(
      (/** @type {Node} */ { type, argument }) => type === 'RestElement' && argument.name === variable.name,
    );
  const made = definition?.type === 'Variable' ? definition.node.init : undefined;
  return (
    made?.type === 'TSAsExpression' &&
    made.typeAnnotation.typeName?.name === 'const' &&
    made.expression.type === 'ArrayExpression' &&
    made.expression.elements.every((/** @type {Node} */ { type }) => type !== 'SpreadElement')
  );
}

/**
 * @param {Node} node
 * @param {Context} context
 */
function variableOf(node, context) {
  for (let scope = context.sourceCode.getScope(node); scope; scope = scope.upper) {
    const variable = scope.set.get(node.name);
    if (variable) return variable;
  }
  return undefined;
}
