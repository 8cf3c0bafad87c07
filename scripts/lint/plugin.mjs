const noDataSpread = {
  meta: { type: 'problem', docs: {} },
  create(context) {
    const check = node => {
      for (const argument of node.arguments) {
        if (argument.type === 'SpreadElement') context.report({ node: argument, message: context.sourceCode.getText(argument).slice(0, 200).replace(/\s+/g,' ') });
      }
    };
    return { CallExpression: check, NewExpression: check };
  },
};
export default { meta: { name: 'digits-lab' }, rules: { 'no-data-spread': noDataSpread } };
