import re

import numpy as np
import pytest

from plumbline_pipelines.onnx_graph import open_session, run_graph
from plumbline_pipelines.product_category.generator import generate_products, load_vocabulary
from plumbline_pipelines.product_category.recipe import NAMES, PRODUCT_CATEGORY, WORD, ProductCategoryModel, lower_ascii

CODES = [
    "10",
    "40",
    "50",
    "60",
    "1140",
    "1160",
    "1180",
    "1280",
    "1281",
    "1300",
    "1301",
    "1302",
    "1320",
    "1560",
    "1920",
    "1940",
    "2060",
    "2220",
    "2280",
    "2403",
    "2462",
    "2522",
    "2582",
    "2583",
    "2585",
    "2705",
    "2905",
]

HARD_TEXTS = [
    "",
    " ",
    "#",
    "Piscine GONFLABLE piscine PISCINE",
    "ÉTÉ été Été e\u0301te\u0301",
    "L'ŒUVRE d'œuvre ça où ÿ Ÿ",
    "x×y 3×4 a÷b",
    "jeu\tvidéo\njeu\r\nvidéo",
    "piscine\u00a0bâche\u2009pompe\ufeff",
    "ß ẞ ﬁ İ ı K",
    "漢字 кошка قطة 😀 piscine😀bâche",
    "&nbsp;<br>l&#39;eau_de_mer snake_case",
    "nul\u0000piscine",
    "mot " * 3000,
]


@pytest.fixture(scope="module")
def products():
    return generate_products(6000, 1)


@pytest.fixture(scope="module")
def model(products):
    return ProductCategoryModel(products)


def test_the_classes_are_the_27_product_type_codes():
    assert list(PRODUCT_CATEGORY.outcome.names) == CODES


def test_class_shares_follow_the_weights(products):
    weights = np.array([c.weight for c in load_vocabulary().categories])
    shares = np.bincount(products.target, minlength=len(weights)) / len(products)
    np.testing.assert_allclose(shares, weights / weights.sum(), atol=0.015)
    assert shares.max() > 8 * shares.min() > 0


def test_about_a_third_of_the_descriptions_are_missing(products):
    assert 0.3 < np.mean(products.columns["description"] == "") < 0.4


def test_texts_are_as_long_as_listings_are(products):
    titles = np.array([len(text) for text in products.columns["designation"]])
    descriptions = np.array([len(text) for text in products.columns["description"] if text])
    assert titles.min() > 0
    assert titles.max() <= 250
    assert 30 < titles.mean() < 80
    assert 150 < np.median(descriptions) < 600
    assert 1000 < descriptions.max() <= 15000


def test_texts_have_accents_capitals_markup_and_typos(products):
    text = "\n".join([*products.columns["designation"], *products.columns["description"]])
    for mark in ("é", "É", "&nbsp;", "<br>", "PISCINE", "Piscine"):
        assert mark in text
    vocabulary = load_vocabulary()
    entries = [*vocabulary.common, *(w for words in vocabulary.domains.values() for w in words)]
    entries += [entry for c in vocabulary.categories for entry in (*c.heads, *c.words)]
    known = set(re.findall(r"\w+", " ".join(entries).lower()))
    unknown = [word for word in re.findall(r"[a-zà-ÿœ]{4,}", text.lower()) if word not in known]
    assert 500 < len(unknown) < len(text) / 50


def test_no_category_owns_all_of_its_words():
    categories = load_vocabulary().categories
    heads = [set(" ".join((*c.heads, *c.words)).split()) for c in categories]
    shared = [sum(bool(own & other) for other in heads if other is not own) for own in heads]
    assert min(shared) > 0


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_the_graph_reads_text_as_scikit_learn_does(model, text):
    session = open_session(model.to_onnx().SerializeToString())
    for title, description in ((text, ""), ("", text), (text, text), ("piscine", text)):
        columns = {
            "designation": np.array([title], dtype=object),
            "description": np.array([description], dtype=object),
        }
        answer = run_graph(session, PRODUCT_CATEGORY, columns)
        np.testing.assert_allclose(answer, model.outputs(columns), atol=1e-5)


def test_a_batch_is_answered_as_its_rows_are_alone(model):
    session = open_session(model.to_onnx().SerializeToString())
    columns = {name: np.array(HARD_TEXTS, dtype=object) for name in NAMES}
    together = run_graph(session, PRODUCT_CATEGORY, columns)
    for index in range(len(HARD_TEXTS)):
        alone = {name: column[index : index + 1] for name, column in columns.items()}
        answer = run_graph(session, PRODUCT_CATEGORY, alone)
        np.testing.assert_allclose(answer, together[index : index + 1], atol=1e-7)


def test_accents_and_case_reach_the_answer(model):
    def answer(title: str) -> np.ndarray:
        return model.outputs(
            {"designation": np.array([title], dtype=object), "description": np.array([""], dtype=object)}
        )

    assert np.array_equal(answer("Piscine"), answer("piscine"))
    assert not np.array_equal(answer("bâche"), answer("b che"))


def test_words_keep_their_accented_letters_and_nothing_else():
    assert re.findall(WORD, lower_ascii("L'Œuvre d'ÉTÉ: maïs_3×4 &nbsp;")) == [
        "l", "Œuvre", "d", "ÉtÉ", "maïs", "3", "4", "nbsp",
    ]  # fmt: skip


def test_only_ascii_letters_are_lowered():
    assert lower_ascii("ÉCOLE Œuf ABC") == "École Œuf abc"
