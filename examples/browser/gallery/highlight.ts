const token = /('[^']*'|`[^`]*`)|(\/\/.*)|\b(const|export|function|new|return|throw)\b|(\b[\d_.]*\d\b)/g;
const classes = ['string', 'comment', 'keyword', 'number'];

/** Marks the strings, comments, keywords and numbers of some code. */
export function highlight(code: string): Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const match of code.matchAll(token)) {
    const mark = document.createElement('span');
    mark.className = classes[match.slice(1).findIndex(Boolean)] ?? '';
    mark.append(match[0]);
    nodes.push(document.createTextNode(code.slice(end, match.index)), mark);
    end = match.index + match[0].length;
  }
  return [...nodes, document.createTextNode(code.slice(end))];
}
