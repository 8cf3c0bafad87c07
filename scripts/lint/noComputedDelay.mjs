/**
 * @typedef {any} Node a node of the syntax tree: what it has depends on its type
 * @typedef {any} Context what oxlint hands a rule
 */

const message = 'A delay that is computed may be longer than a timer can be, which then comes at once: use systemClock.after.';

/** Forbids timers whose delay is neither a number nor a constant in capitals: a Clock takes any delay. */
export const noComputedDelay = {
  meta: { type: 'problem' },
  /** @param {Context} context */
  create(context) {
    return {
      /** @param {Node} call */
      CallExpression({ callee, arguments: [, delay] }) {
        const name = callee.type === 'MemberExpression' ? callee.property.name : callee.name;
        if (!['setTimeout', 'setInterval'].includes(name) || !delay) return;
        const isConstant = delay.type === 'Literal' || (delay.type === 'Identifier' && /^[A-Z][A-Z_]*$/.test(delay.name));
        if (!isConstant) context.report({ node: delay, message });
      },
    };
  },
};
