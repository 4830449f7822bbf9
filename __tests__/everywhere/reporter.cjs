/** Prints a line for each test when it ends, where Jest prints them when all have ended. */
module.exports = class LineReporter {
  onTestCaseResult(_, { ancestorTitles, title, status, duration }) {
    const mark = status === 'passed' ? '✓' : '✗';
    console.log(`${mark} ${ancestorTitles.join(' ')}: ${title} (${((duration ?? 0) / 1000).toFixed(1)} s)`);
  }
};
