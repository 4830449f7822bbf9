/** Makes the API reference one to read: what stands in the declarations for the compiler's sake is left out. */
import { Comment, CommentTag, Converter, ReflectionKind } from 'typedoc';
import { MarkdownPageEvent, MarkdownTheme, MarkdownThemeContext } from 'typedoc-plugin-markdown';

/** @param {import('typedoc-plugin-markdown').MarkdownApplication} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const entry of project.children ?? []) {
      entry.name = entry.name === 'index' ? 'rx-deferred' : `rx-deferred/${entry.name}`;
    }
    for (const declaration of project.getReflectionsByKind(ReflectionKind.Variable)) {
      documentAsFunction(declaration);
    }
  });
  app.converter.on(
    Converter.EVENT_RESOLVE_END,
    ({ project }) => {
      const types = project.getReflectionsByKind(ReflectionKind.ClassOrInterface);
      const inherited = types.map((declaration) => [declaration, inheritedBy(declaration)]);
      for (const [declaration, members] of inherited) {
        referTo(members, declaration);
        keepPlainestSignature(declaration);
      }
      const needless = types.flatMap(({ children = [] }) => children.filter(isForCompiler));
      for (const member of new Set([...needless, ...inherited.flatMap(([, members]) => [...members.keys()])])) {
        project.removeReflection(member);
      }
      for (const signature of project.getReflectionsByKind(ReflectionKind.SomeSignature)) {
        // Every method is bound: the declared `this` matters to the compiler only.
        signature.parameters = signature.parameters?.filter(({ name }) => name !== 'this');
      }
    },
    // After inheritance is known, and before groups are made.
    -50,
  );
  app.renderer.defineTheme('reference', ReferenceTheme);
  app.renderer.on(MarkdownPageEvent.END, (page) => {
    page.contents = withoutEmptyTables(page.contents ?? '');
  });
}

/** How many overloads are shown. */
const most = 5;
const plainestOf = ({ length }) => `This is the plainest of ${length} signatures. The others infer more exact types.`;

class ReferenceTheme extends MarkdownTheme {
  getRenderContext(page) {
    return new ReferenceContext(this, page, this.application.options);
  }
}

class ReferenceContext extends MarkdownThemeContext {
  #signature = this.partials.signature;

  partials = {
    ...this.partials,
    /** Describes overloads once. Of many, the last is shown: it is the plainest, which the compiler names in errors. */
    signatures: ({ signatures = [] }, { headingLevel }) => {
      const documented = signatures.find(({ comment }) => comment?.getTag('@example')) ?? signatures[0];
      const isMany = signatures.length > most;
      const shown = isMany ? signatures.at(-1) : documented;
      shown.comment ??= documented.comment;
      return [
        ...(isMany
          ? [plainestOf(signatures)]
          : signatures
              .filter((signature) => signature !== shown)
              .flatMap((signature) => [this.partials.signatureTitle(signature), this.#ownSummary(signature)])),
        this.#signature.call(this, shown, { headingLevel: headingLevel + 1 }),
      ].join('\n\n');
    },
  };

  /** What an overload says on its own, where it does not share the comment of the others. */
  #ownSummary({ comment, parent }) {
    const sharing = parent.signatures.filter((other) => other.comment?.summary[0]?.text === comment?.summary[0]?.text);
    return comment === undefined || sharing.length > 1 ? '' : this.helpers.getCommentParts(comment.summary);
  }
}

/** A key such as `[channels]`, which carries a type, and has nothing to say. */
const isForCompiler = (member) => member.name.startsWith('[') && !member.hasComment();

/** A constant whose type is an interface with signatures is a function to its user. */
function documentAsFunction(declaration) {
  const { comment, type } = declaration;
  if (comment === undefined || type?.type !== 'reference') {
    return;
  }
  const parameters = comment.getTags('@param');
  comment.removeTags('@param');
  const others = comment.blockTags;
  comment.blockTags = [
    new CommentTag('@group', [text('Functions')]),
    new CommentTag(
      '@parameters',
      parameters.flatMap(({ name, content }) => [text(`- \`${String(name)}\`: `), ...content, text('\n')]),
    ),
    new CommentTag('@signatures', [text('Those of '), linkTo(type.reflection), text('.')]),
    ...others,
  ];
}

/** Of the many call signatures of an interface, keeps the last, as for overloads. */
function keepPlainestSignature(declaration) {
  const { signatures = [] } = declaration;
  if (signatures.length > most) {
    declaration.signatures = signatures.slice(-1);
    declaration.comment ??= new Comment();
    declaration.comment.summary.push(text(`\n\n${plainestOf(signatures)}`));
  }
}

/** The members that are inherited from a documented type, each with the member that it is documented as. */
function inheritedBy({ children = [] }) {
  return new Map(children.map((member) => [member, originOf(member)]).filter(([, origin]) => origin !== undefined));
}

/** The documented member that a member is inherited from. Those of types that are not exported have none. */
function originOf(member) {
  const { reflection } = member.inheritedFrom ?? member.signatures?.[0]?.inheritedFrom ?? {};
  const origin = reflection?.kindOf(ReflectionKind.SomeSignature) ? reflection.parent : reflection;
  return origin && (originOf(origin) ?? origin);
}

/** Names what is inherited with links: it is documented once, where it is declared. */
function referTo(inherited, declaration) {
  const origins = [...inherited.values()].filter(({ name }) => !name.startsWith('['));
  if (origins.length > 0) {
    declaration.comment ??= new Comment();
    const links = origins.flatMap((origin, i) => [text(i > 0 ? ', ' : ''), linkTo(origin)]);
    declaration.comment.blockTags.push(new CommentTag('@inherited', links));
  }
}

/** @param {string} value */
const text = (value) => ({ kind: 'text', text: value });
const linkTo = (target) => ({ kind: 'inline-tag', tag: '@link', target, text: target.name });

/** Drops the tables of type parameters that only repeat the signature. */
const withoutEmptyTables = (contents) =>
  contents.replace(/^#+ Type Parameters\n\n(?!.*\| Description \|)(?:\|.*\n)+\n*/gm, '');
