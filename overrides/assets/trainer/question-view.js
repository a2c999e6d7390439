// 一道题：题干和答题的地方，六种题型都能用鼠标、触摸和键盘答。

/**
 * A question that stands on the page to be answered.
 * @typedef {object} TrainerAsked
 * @property {HTMLElement} element
 * @property {HTMLElement} heading
 * @property {() => TrainerAnswer} answer
 * @property {(number: number) => boolean} press a number that was typed; whether it meant something
 * @property {(after?: Element) => HTMLElement | null} missing the first field that is empty, of those after another
 */

/** @typedef {{ seed: number, answer?: TrainerAnswer, level?: number, onChange?: (answer: TrainerAnswer) => void, say: (words: string) => void }} TrainerAskOptions */

/** @typedef {{ element: HTMLElement, answer: () => TrainerAnswer, press: (number: number) => boolean, missing: (after?: Element) => HTMLElement | null }} TrainerFields */

/**
 * @typedef {object} TrainerQuestionView
 * @property {(question: TrainerQuestion, options: TrainerAskOptions) => TrainerAsked} ask
 * @property {(question: TrainerQuestion, level: number) => { heading: HTMLElement, element: HTMLElement }} head
 * @property {(question: TrainerQuestion) => HTMLElement} stem
 */

/** @typedef {{ createQuestionView: (data: TrainerData) => TrainerQuestionView, GAP: RegExp }} TrainerQuestionViewApi */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const scoring = /** @type {TrainerScoringApi} */ (trainer.scoring);
  const { group, heading } = /** @type {TrainerViewsApi} */ (trainer.views);
  const { element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);
  const GAP = /_+/;

  /** @type {Record<TrainerForm, string>} */
  const TO_DO = {
    single: '选一个',
    verdict: '选一个',
    multiple: '选出所有应选的',
    order: '按先后排好：用“上移”“下移”，或者选中一条以后按 ↑ ↓',
    gaps: '填上空着的地方',
    match: '给每一条选出对应的',
  };
  let count = 0;

  /**
   * @param {TrainerData} data
   * @returns {TrainerQuestionView}
   */
  function createQuestionView(data) {
    /**
     * @param {TrainerQuestion} question
     * @param {number} level
     */
    function head(question, level) {
      const title = heading(question.title, level);
      const badges = [
        group('hb-id', [question.id], 'span'),
        group('tr-badge', [data.forms[question.form]], 'span'),
        ...(question.scenario ? [group('tr-badge', ['情景题'], 'span')] : []),
        ...(question.reference ? [group('tr-badge tr-badge--reference', [data.reference], 'span')] : []),
        group('tr-quiet', [data.topics[question.topic] || ''], 'span'),
      ];
      return { heading: title, element: group('tr-head', [title, group('tr-badges', badges, 'p')]) };
    }

    /** @param {TrainerQuestion} question */
    function stem(question) {
      return group('tr-stem', question.stem.map((words) => element('p', words.split(GAP).join('＿＿＿＿'))));
    }

    /**
     * @param {TrainerQuestion} question
     * @param {TrainerAskOptions} options
     * @returns {TrainerAsked}
     */
    function ask(question, options) {
      count += 1;
      const { heading: title, element: top } = head(question, options.level || 2);
      const answer = options.answer || scoring.blank(question);
      const shown = scoring.arranged(question, options.seed);
      /** @type {(answer: TrainerAnswer) => void} */
      const onChange = options.onChange || (() => {});
      const isGaps = question.form === 'gaps';
      const words = isGaps ? null : stem(question);
      const fields = createFields(question, answer, shown, onChange, options.say);
      const set = group('tr-fields', [element('legend', TO_DO[question.form]), fields.element], 'fieldset');
      if (words) {
        words.id = `tr-stem-${count}`;
        set.setAttribute('aria-describedby', words.id);
      }
      return {
        element: group('tr-question', [top, ...(words ? [words] : []), set], 'section'),
        heading: title,
        answer: fields.answer,
        press: fields.press,
        missing: fields.missing,
      };
    }

    return { ask, head, stem };
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer} answer
   * @param {{ items: number[], partners: number[] }} shown
   * @param {(answer: TrainerAnswer) => void} onChange
   * @param {(words: string) => void} say
   * @returns {TrainerFields}
   */
  function createFields(question, answer, shown, onChange, say) {
    if (question.form === 'gaps') return createGaps(question, answer.map(String), onChange);
    const numbers = answer.map(Number);
    if (question.form === 'order') return createOrder(question, numbers, shown.items, onChange, say);
    if (question.form === 'match') return createPairs(question, numbers, shown, onChange);
    return createOptions(question, numbers, shown.items, onChange);
  }

  /**
   * @param {TrainerQuestion} question
   * @param {number[]} chosen
   * @param {number[]} places
   * @param {(answer: TrainerAnswer) => void} onChange
   * @returns {TrainerFields}
   */
  function createOptions(question, chosen, places, onChange) {
    const inputs = places.map((place) => {
      const input = document.createElement('input');
      input.type = question.form === 'multiple' ? 'checkbox' : 'radio';
      input.name = `tr-option-${count}`;
      input.checked = chosen.includes(place);
      input.autocomplete = 'off';
      input.addEventListener('change', () => onChange(answer()));
      return input;
    });
    const rows = inputs.map((input, at) => {
      const words = element('span', question.items[places[at] ?? -1]?.text);
      return group('tr-option', [input, numbered(at), words], 'label');
    });

    function answer() {
      return places.filter((_, at) => inputs[at]?.checked).sort((a, b) => a - b);
    }

    /** @param {number} number */
    function press(number) {
      const input = inputs[number - 1];
      if (!input) return false;
      input.focus();
      input.click();
      return true;
    }

    const missing = () => (answer().length ? null : inputs[0] || null);
    return { element: group('tr-options', rows), answer, press, missing };
  }

  /** @param {number} at */
  function numbered(at) {
    const number = group('tr-number', [String(at + 1)], 'span');
    number.setAttribute('aria-hidden', 'true');
    return number;
  }

  /**
   * @param {TrainerQuestion} question
   * @param {string[]} typed
   * @param {(answer: TrainerAnswer) => void} onChange
   * @returns {TrainerFields}
   */
  function createGaps(question, typed, onChange) {
    const inputs = question.items.map((_, at) => {
      const input = document.createElement('input');
      input.type = 'text';
      input.size = 8;
      input.maxLength = 100;
      input.value = typed[at] || '';
      input.autocomplete = 'off';
      input.spellcheck = false;
      input.className = 'tr-gap';
      input.setAttribute('aria-label', `第 ${at + 1} 空`);
      input.addEventListener('input', () => onChange(answer()));
      return input;
    });
    const left = [...inputs];
    const paragraphs = question.stem.map((words) => {
      const line = element('p');
      words.split(GAP).forEach((piece, at) => {
        const gap = at ? left.shift() : undefined;
        line.append(...(gap ? [gap] : []), piece);
      });
      return line;
    });
    const answer = () => inputs.map((input) => input.value);

    /** @param {number} number */
    function press(number) {
      inputs[number - 1]?.focus();
      return number <= inputs.length;
    }

    /** @param {Element} [after] */
    const missing = (after) => following(inputs, after).find((input) => !input.value.trim()) || null;
    return { element: group('tr-gaps', [...paragraphs, ...left]), answer, press, missing };
  }

  /**
   * @param {TrainerQuestion} question
   * @param {number[]} order as it was put before; nothing yet is the order in which it is shown
   * @param {number[]} places
   * @param {(answer: TrainerAnswer) => void} onChange
   * @param {(words: string) => void} say
   * @returns {TrainerFields}
   */
  function createOrder(question, order, places, onChange, say) {
    let now = order.length === places.length ? [...order] : [...places];
    const rows = new Map(places.map((place) => [place, createRow(place)]));
    const list = group('tr-order', [], 'ol');

    /** @param {number} place */
    function createRow(place) {
      const words = String(question.items[place]?.text);
      const buttons = /** @type {const} */ ([-1, 1]).map((by) => {
        const made = button(by < 0 ? '上移' : '下移', () => move(place, by));
        made.setAttribute('aria-label', `${by < 0 ? '上移' : '下移'}：${words}`);
        made.dataset.by = String(by);
        return made;
      });
      const row = group('', [element('span', words), group('tr-order__buttons', buttons, 'span')], 'li');
      row.addEventListener('keydown', (event) => {
        const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
        if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        move(place, by);
      });
      return row;
    }

    /**
     * @param {number} place
     * @param {number} by
     */
    function move(place, by) {
      const at = now.indexOf(place);
      const other = now[at + by];
      const words = String(question.items[place]?.text);
      if (other === undefined) say(by < 0 ? '已经是第一条' : '已经是最后一条');
      else {
        now[at + by] = place;
        now[at] = other;
        show();
        onChange(answer());
        say(`${words}：排在第 ${at + by + 1}`);
      }
      focusOn(place, by);
    }

    /**
     * @param {number} place
     * @param {number} by
     */
    function focusOn(place, by) {
      const target = rows.get(place)?.querySelector(`[data-by="${by}"]`);
      if (target instanceof HTMLElement) target.focus();
    }

    function show() {
      list.replaceChildren(...now.flatMap((place) => rows.get(place) || []));
    }

    function answer() {
      return [...now];
    }

    /** @param {number} number */
    function press(number) {
      const place = now[number - 1];
      if (place !== undefined) focusOn(place, -1);
      return place !== undefined;
    }

    show();
    return { element: list, answer, press, missing: () => null };
  }

  /**
   * @param {TrainerQuestion} question
   * @param {number[]} chosen
   * @param {{ items: number[], partners: number[] }} shown
   * @param {(answer: TrainerAnswer) => void} onChange
   * @returns {TrainerFields}
   */
  function createPairs(question, chosen, shown, onChange) {
    const texts = [...new Set(shown.partners.map((place) => String(question.items[place]?.partner)))];
    const partners = texts.map((text) => question.items.findIndex((item) => item.partner === text));
    const letters = texts.map((_, at) => String.fromCharCode(65 + at));
    const selects = new Map(shown.items.map((place) => {
      const select = document.createElement('select');
      select.autocomplete = 'off';
      select.append(new Option('请选', '-1'), ...texts.map((text, at) => new Option(`${letters[at]}　${text}`, String(partners[at]))));
      const before = question.items[chosen[place] ?? -1]?.partner;
      select.value = String(before === undefined ? -1 : partners[texts.indexOf(before)] ?? -1);
      select.addEventListener('change', () => onChange(answer()));
      return [place, select];
    }));
    const rows = [...selects].map(([place, select]) => group('tr-pair', [element('span', question.items[place]?.text), select], 'label'));
    const choices = texts.map((text, at) => group('', [group('tr-number', [String(letters[at])], 'span'), ' ', text], 'li'));

    function answer() {
      return question.items.map((_, place) => Number(selects.get(place)?.value ?? -1));
    }

    /** @param {number} number */
    function press(number) {
      const select = [...selects.values()][number - 1];
      select?.focus();
      return Boolean(select);
    }

    /** @param {Element} [after] */
    const missing = (after) => following([...selects.values()], after).find((select) => select.value === '-1') || null;
    return { element: group('', [group('tr-choices', choices, 'ul'), ...rows]), answer, press, missing };
  }

  /**
   * @template {Element} T
   * @param {readonly T[]} fields
   * @param {Element | undefined} after
   */
  function following(fields, after) {
    return fields.slice(fields.findIndex((field) => field === after) + 1);
  }

  trainer.questionView = { createQuestionView, GAP };
})();
