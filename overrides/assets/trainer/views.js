// 各个视图共用的：视图在这里登记；条目的卡片、理由里的链接和别的小件。

/**
 * What the views share.
 * @typedef {object} TrainerDesk
 * @property {TrainerData} data
 * @property {Map<string, TrainerQuestion>} questions by id
 * @property {TrainerKeeper} keeper
 * @property {TrainerQuestionView} questionView
 * @property {TrainerRound | null} round the round that goes on
 * @property {number} at the place, in the exam that goes on, of the question that is shown
 * @property {() => string} today
 * @property {(words: string) => void} say
 * @property {(title: string, words: string[], action: string, act: () => void) => void} ask
 * @property {(address: string) => void} go
 * @property {(name: string, content: string) => void} save a file, for the reader to keep
 * @property {(results: ReadonlyMap<string, boolean>, rest?: (record: TrainerRecord) => TrainerRecord) => void} mark what was answered, by id
 * @property {() => void} changed what stands on the page besides the view follows the record
 * @property {HTMLDialogElement} dialog
 */

/**
 * What stands on the page now.
 * @typedef {object} TrainerShown
 * @property {string} title
 * @property {HTMLElement} heading to which the focus goes
 * @property {(event: KeyboardEvent) => boolean} [onKey] whether it was for the view
 * @property {() => void} [onRecord] the record has changed elsewhere
 * @property {() => void} [leave]
 */

/** @typedef {{ show: (place: HTMLElement, rest: string) => TrainerShown }} TrainerView */

/**
 * @typedef {object} TrainerViewsApi
 * @property {Record<string, (desk: TrainerDesk) => TrainerView>} makers by the first word of the address
 * @property {(className: string, children: readonly (Node | string)[], name?: string) => HTMLElement} group
 * @property {(words: string, level?: number) => HTMLElement} heading one that may get the focus
 * @property {(words: string, address: string, isButton?: boolean) => HTMLAnchorElement} inner a link within the page
 * @property {(segments: readonly TrainerSegment[], data: TrainerData) => (Node | string)[]} reasons
 * @property {(id: string, data: TrainerData) => Node | string} entryLink
 * @property {(id: string, data: TrainerData, isOpen?: boolean) => HTMLElement} entryCard
 * @property {(id: string, data: TrainerData) => string} nameOf
 * @property {(label: string, max: number, value: number) => HTMLElement} bar
 * @property {(headings: readonly string[], rows: readonly (readonly (Node | string)[])[], caption: string) => HTMLElement} table
 * @property {(seconds: number) => string} minutes
 * @property {(summary: readonly (Node | string)[], fill: (box: HTMLElement) => void, isOpen?: boolean) => HTMLElement} folded filled when it is opened
 * @property {(question: TrainerQuestion, data: TrainerData) => HTMLElement} questionItem a line of a list, with its link
 * @property {TrainerSingleKeysApi} [singleKeys]
 * @property {TrainerAnswerViewApi} [answers]
 * @property {TrainerRoundViewApi} [rounds]
 * @property {TrainerExamResultApi} [examResults]
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const { element } = /** @type {ElementsApi} */ (scope.apart?.elements);

  /**
   * @param {string} className
   * @param {readonly (Node | string)[]} children
   * @param {string} name
   */
  function group(className, children, name = 'div') {
    const made = element(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  /**
   * @param {string} words
   * @param {number} level
   */
  function heading(words, level = 1) {
    const made = element(`h${level}`, words);
    made.tabIndex = -1;
    return made;
  }

  /**
   * @param {string} words
   * @param {string} address
   * @param {boolean} isButton
   */
  function inner(words, address, isButton = false) {
    const link = document.createElement('a');
    link.href = address;
    link.textContent = words;
    if (isButton) link.className = 'hb-button tr-link';
    return link;
  }

  /**
   * @param {string} id
   * @param {TrainerData} data
   */
  function nameOf(id, data) {
    const entry = data.entries[id];
    return entry ? entry.title || entry.text : '';
  }

  /**
   * To the handbook, in a window of its own: a round that is not done stays where it is. Where the
   * handbook is not at hand, only the words.
   * @param {string} id
   * @param {TrainerData} data
   * @param {Node | string} shown
   */
  function outward(id, data, shown) {
    if (!data.handbook) {
      const words = group('', [shown], 'span');
      words.title = nameOf(id, data);
      return words;
    }
    const link = document.createElement('a');
    link.href = `${data.handbook}${data.entries[id]?.url}`;
    link.target = '_blank';
    link.rel = 'noopener';
    link.title = nameOf(id, data);
    link.append(shown);
    return link;
  }

  /**
   * @param {string} id
   * @param {TrainerData} data
   */
  function entryLink(id, data) {
    return data.entries[id] ? outward(id, data, element('b', id)) : id;
  }

  /**
   * @param {readonly TrainerSegment[]} segments
   * @param {TrainerData} data
   */
  function reasons(segments, data) {
    return segments.map((segment) => {
      if (typeof segment === 'string') return segment;
      const [id, words] = segment;
      if (words === id) return entryLink(id, data);
      return data.entries[id] ? outward(id, data, words) : words;
    });
  }

  /**
   * An entry as the handbook has it: its title, the words of the source, the editor's text.
   * @param {string} id
   * @param {TrainerData} data
   * @param {boolean} isOpen
   */
  function entryCard(id, data, isOpen = true) {
    const entry = data.entries[id];
    if (!entry) return group('', [id]);
    const kind = group(`hb-kind hb-kind--${entry.kind}`, [data.kinds[entry.kind] || ''], 'span');
    const summary = [kind, ' ', group('hb-id', [id], 'span'), ' ', element('strong', entry.title)];
    if (entry.reference) summary.push(' ', group('tr-badge tr-badge--reference', [data.reference], 'span'));
    const card = folded(summary, (box) => box.append(...contents(id, entry, data)), isOpen);
    card.className = `hb-entry hb-entry--${entry.kind} tr-entry`;
    return card;
  }

  /**
   * @param {string} id
   * @param {TrainerEntry} entry
   * @param {TrainerData} data
   */
  function contents(id, entry, data) {
    const quotes = entry.title ? entry.quotes : [entry.text];
    const text = entry.title ? entry.text : '';
    const parts = [];
    if (quotes.length) {
      const words = quotes.map((quote) => group('', [element('p', quote)], 'blockquote'));
      parts.push(group('tr-quotes', [group('tr-attribution', [entry.attribution], 'p'), ...words]));
    }
    if (text) {
      const lines = text.split('\n').filter((line) => line.trim()).map((line) => element('p', line));
      parts.push(group('tr-text', [...(entry.label ? [group('hb-label', [entry.label], 'p')] : []), ...lines]));
    }
    if (data.handbook) parts.push(group('tr-onward', [outward(id, data, `到手册里看 ${id}`)], 'p'));
    return parts;
  }

  /**
   * @param {readonly (Node | string)[]} summary
   * @param {(box: HTMLElement) => void} fill
   * @param {boolean} isOpen
   */
  function folded(summary, fill, isOpen = false) {
    const box = document.createElement('details');
    box.className = 'tr-fold';
    box.append(group('', summary, 'summary'));
    let isFilled = false;
    const open = () => {
      if (isFilled || !box.open) return;
      isFilled = true;
      const inside = group('tr-inside', []);
      fill(inside);
      box.append(inside);
    };
    box.addEventListener('toggle', open);
    box.open = isOpen;
    open();
    return box;
  }

  /**
   * @param {string} label
   * @param {number} max
   * @param {number} value
   */
  function bar(label, max, value) {
    const made = document.createElement('progress');
    made.max = Math.max(1, max);
    made.value = value;
    made.setAttribute('aria-label', label);
    return made;
  }

  /**
   * @param {readonly string[]} headings
   * @param {readonly (readonly (Node | string)[])[]} rows whose first cells head them
   * @param {string} caption
   */
  function table(headings, rows, caption) {
    const head = group('', headings.map((words) => {
      const cell = element('th', words);
      cell.setAttribute('scope', 'col');
      return cell;
    }), 'tr');
    const body = rows.map((cells) => group('', cells.map((cell, at) => {
      const made = group('', [cell], at ? 'td' : 'th');
      if (!at) made.setAttribute('scope', 'row');
      return made;
    }), 'tr'));
    return group('tr-table', [
      element('caption', caption),
      group('', [head], 'thead'),
      group('', body, 'tbody'),
    ], 'table');
  }

  /** @param {number} seconds */
  function minutes(seconds) {
    return seconds < 60 ? '不到 1 分钟' : `${Math.floor(seconds / 60)} 分钟`;
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerData} data
   */
  function questionItem(question, data) {
    /** @type {(Node | string)[]} */
    const words = [inner(`${question.id} ${question.title}`, `#${question.id}`), ` ${data.forms[question.form]}`];
    if (question.reference) words.push(' ', group('tr-badge tr-badge--reference', [data.reference], 'span'));
    return group('', words, 'li');
  }

  trainer.views = {
    makers: {}, group, heading, inner, reasons, entryLink, entryCard, nameOf, bar, table, minutes, folded, questionItem,
  };
})();
