"""Photos on their way: what leaves the browser, and what can go wrong."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.chat import Chat
from tests.browser.conftest import DESK, PATIENCE, let_go, opened, wait_until
from tests.browser.test_connection import HISTORY
from tests.service import Service
from tests.web.pictures import SECRET_PLACE, picture

SHRINK = """async (data) => {
  const { shrink } = await import("/widget/photos.js");
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const made = await shrink(new File([bytes], "x"));
  const out = new Uint8Array(await made.arrayBuffer());
  let text = "";
  for (const byte of out) text += String.fromCharCode(byte);
  return btoa(text);
}"""
GIVE = """(element, { name, files, texts }) => {
  const transfer = new DataTransfer();
  for (const { type, data, called } of files) {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    transfer.items.add(new File([bytes], called ?? "given", { type }));
  }
  for (const [type, text] of Object.entries(texts ?? {})) transfer.setData(type, text);
  const options = { bubbles: true, cancelable: true, composed: true };
  return element.dispatchEvent(name === "paste"
    ? new ClipboardEvent(name, { ...options, clipboardData: transfer })
    : new DragEvent(name, { ...options, dataTransfer: transfer }));
}"""


KEPT = """async () => {
  const wait = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = reject;
  });
  const found = (await indexedDB.databases()).filter(({ name }) => name.startsWith("recall-chat"));
  let count = 0;
  for (const { name } of found) {
    const base = await wait(indexedDB.open(name));
    for (const kept of base.objectStoreNames) {
      count += await wait(base.transaction(kept).objectStore(kept).count());
    }
    base.close();
  }
  return count;
}"""


@pytest.fixture
def noisy(browser: Browser, service: Service) -> Iterator[Page]:
    """A page whose browser will complain of requests that fail."""
    with opened(browser, f"{service.url}/chat", quiet=False, viewport=DESK) as page:
        yield page


def shrunk(page: Page, data: bytes) -> bytes:
    return base64.b64decode(page.evaluate(SHRINK, base64.b64encode(data).decode()))


def choose(page: Page, data: bytes, name: str = "label.jpg") -> None:
    file: Any = {"name": name, "mimeType": "image/jpeg", "buffer": data}
    page.locator("#photo").set_input_files(file)


@pytest.mark.parametrize("form, size", [("JPEG", (4000, 3000)), ("PNG", (1200, 2600)),
                                        ("WEBP", (2400, 300))])  # fmt: skip
def test_a_large_photo_is_shrunk_and_tells_nothing(
    page: Page, form: str, size: tuple[int, int]
) -> None:
    data = picture(form, size=size)
    assert SECRET_PLACE in data
    made = shrunk(page, data)
    image = Image.open(io.BytesIO(made))
    assert image.format == "JPEG"
    assert max(image.size) == 2000
    assert abs(image.width / image.height - size[0] / size[1]) < 0.01 * size[0] / size[1]
    assert not image.getexif()
    assert SECRET_PLACE not in made
    assert b"Exif" not in made


def test_a_small_photo_keeps_its_size(page: Page) -> None:
    assert Image.open(io.BytesIO(shrunk(page, picture(size=(800, 600))))).size == (800, 600)


def test_a_photo_is_turned_upright(page: Page) -> None:
    image = Image.new("RGB", (400, 200), "navy")
    image.paste("red", (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: turn by 90 degrees
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif.tobytes())
    made = Image.open(io.BytesIO(shrunk(page, out.getvalue())))
    assert made.size == (200, 400)
    assert made.getpixel((100, 50))[0] > 200  # red is on top


def test_what_the_browser_cannot_read_is_left_to_the_service(noisy: Page) -> None:
    assert shrunk(noisy, b"no picture at all") == b"no picture at all"
    choose(noisy, b"no picture at all")
    expect(noisy.locator(".message.notice")).to_contain_text("I can't read that file")
    expect(noisy.locator(".message.failed .state")).to_have_text("Not sent.")


def test_a_photo_is_dropped_or_pasted(page: Page) -> None:
    files = [{"type": "image/png", "data": base64.b64encode(picture("PNG")).decode()}]
    for count, name in enumerate(("drop", "paste"), 1):
        page.locator("#panel").evaluate(GIVE, {"name": name, "files": files})
        expect(page.locator(".message.customer img")).to_have_count(count)
        expect(page.locator("#status")).to_have_text("")
        expect(page.locator(".message.customer .state").last).to_have_text("")


def test_where_a_photo_may_be_dropped_is_shown(shop: Page) -> None:
    shop.get_by_role("button", name="Recall help").click()
    panel, beside = shop.locator("#panel"), shop.locator("body")
    frame = "e => getComputedStyle(e, '::after').content"
    files = [{"type": "image/png", "data": base64.b64encode(picture("PNG")).decode()}]

    def drag(over: Locator, name: str = "dragover") -> bool:
        """Is what the browser would do prevented?"""
        return not over.evaluate(GIVE, {"name": name, "files": files})

    assert panel.evaluate(frame) == "none"
    assert drag(panel)
    assert panel.evaluate(frame) == '"Drop the photo here"'
    assert drag(beside)  # else the browser opens the photo in place of the page
    assert panel.evaluate(frame) == "none"
    drag(panel)
    drag(beside, "dragleave")  # out of the window
    assert panel.evaluate(frame) == "none"
    drag(panel)
    assert drag(panel, "drop")
    assert panel.evaluate(frame) == "none"
    expect(shop.locator(".message.customer img")).to_have_count(1)
    Chat(shop).wait(1)
    shop.get_by_role("button", name="Close the chat").click()
    assert not drag(beside)  # what is dropped on the page then is the page's


def test_what_is_no_photo_is_not_taken(page: Page) -> None:
    files = [{"type": "text/html", "data": base64.b64encode(b"<b>").decode()}]
    page.locator("#panel").evaluate(GIVE, {"name": "drop", "files": files})
    expect(page.locator(".message.notice")).to_contain_text("only take photos")


@pytest.mark.parametrize("name", ["IMG_1.HEIC", "label.heif"])
def test_a_photo_whose_kind_the_system_does_not_know_is_taken(page: Page, name: str) -> None:
    files = [{"type": "", "data": "", "called": name}]
    page.locator("#panel").evaluate(GIVE, {"name": "drop", "files": files})
    expect(page.locator(".message.customer .text")).to_have_text(f"Photo: {name}")


def test_a_file_of_no_known_kind_is_not_taken(page: Page) -> None:
    files = [{"type": "", "data": "", "called": "image.txt"}]
    page.locator("#panel").evaluate(GIVE, {"name": "drop", "files": files})
    expect(page.locator(".message.notice")).to_contain_text("only take photos")


PICTURE = {"type": "image/png", "data": ""}


def test_the_picture_that_an_office_program_adds_to_what_was_copied_is_not_sent(
    page: Page,
) -> None:
    texts = {"text/html": "<b>A1263</b>", "text/plain": "A1263"}
    given = {"name": "paste", "files": [PICTURE], "texts": texts}
    # The browser does what it does with text.
    assert page.locator("#message").evaluate(GIVE, given)
    expect(page.locator(".message.customer")).to_have_count(0)


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_a_picture_copied_with_its_address_or_its_name_is_sent(page: Page, kind: str) -> None:
    given = {"name": "paste", "files": [PICTURE], "texts": {kind: "a picture"}}
    assert not page.locator("#message").evaluate(GIVE, given)
    expect(page.locator(".message.customer")).to_have_count(1)


def test_a_photo_can_be_cancelled(noisy: Page) -> None:
    Chat(noisy).say("hello")
    held: list[Route] = []
    noisy.route("**/api/chat/photos", lambda route: held.append(route))
    choose(noisy, picture())
    expect(noisy.locator("#status")).to_contain_text("Sending your photo")
    noisy.get_by_role("button", name="Cancel").click()
    expect(noisy.locator(".message.customer img")).to_have_count(0)
    expect(noisy.locator("#status")).to_have_text("")
    noisy.unroute("**/api/chat/photos")
    noisy.reload()
    expect(noisy.locator(".message.customer")).to_have_count(1)  # it never arrived


def test_a_photo_cancelled_while_it_waits_is_gone_at_once_and_never_sent(page: Page) -> None:
    Chat(page).say("hello")
    held: list[Route] = []
    page.route("**/api/chat/photos", lambda route: held.append(route))
    with page.expect_request("**/api/chat/photos"):
        choose(page, picture())
    choose(page, picture())
    cancels = page.get_by_role("button", name="Cancel")
    expect(cancels).to_have_count(2)
    cancels.nth(1).click()
    expect(page.locator(".message.customer img")).to_have_count(1)
    wait_until(page, f"async () => await ({KEPT})() === 1")  # nor would a reload bring it back
    let_go(page, held)
    expect(page.locator(".message.assistant").nth(2)).to_be_visible()
    expect(page.locator("#status")).to_have_text("")
    assert len(held) == 1
    page.reload()
    expect(page.locator(".message.customer")).to_have_count(2)  # the greeting word, one photo


def test_a_photo_that_did_not_get_through_is_sent_again_once(noisy: Page) -> None:
    Chat(noisy).say("hello")  # the line is open: its opening would send the photo by itself
    noisy.route("**/api/chat/photos", lambda route: route.abort())
    try:
        choose(noisy, picture())
        again = noisy.get_by_role("button", name="Try again")
        again.click()  # fails once more
        expect(again).to_be_visible()
    finally:
        noisy.unroute("**/api/chat/photos")
    again.click()
    expect(noisy.locator(".message.customer .state:not(:empty)")).to_have_count(0)
    expect(noisy.locator(".message.assistant").nth(2)).to_be_visible()
    noisy.reload()
    expect(noisy.locator(".message.customer")).to_have_count(2)


def test_an_answer_lost_on_the_way_does_not_double_the_photo(noisy: Page) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    noisy.route("**/api/chat/photos", lose)
    choose(noisy, picture())
    # By the socket the page learns that it has arrived all the same.
    expect(noisy.locator(".message.assistant").nth(1)).to_be_visible()
    expect(noisy.locator(".message.customer .state")).to_have_text("")
    noisy.reload()
    expect(noisy.locator(".message.customer")).to_have_count(1)


def waits_in_store(page: Page) -> int:
    """How many photos the browser keeps for the widget."""
    return page.evaluate(KEPT)


def leaving_is_free(page: Page) -> bool:
    return page.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))")


def sent_photos(page: Page) -> list[str]:
    """What the service has of the customer, in its order."""
    return [m["text"] for m in page.evaluate(HISTORY) if m["from"] == "customer"]


def test_a_photo_that_waits_outlives_a_reload_and_is_sent_once_after_its_message(
    noisy: Page,
) -> None:
    noisy.route("**/api/chat/**", lambda route: route.abort())
    noisy.get_by_label("Your message").fill("hello")
    noisy.keyboard.press("Enter")
    choose(noisy, picture(size=(800, 600)), "first.jpg")
    choose(noisy, picture(size=(600, 800)), "second.jpg")
    mine = noisy.locator(".message.customer .text")
    for _ in range(2):
        expect(mine).to_have_text(["hello", "Photo: first.jpg", "Photo: second.jpg"])
        expect(noisy.locator(".message.customer img").last).to_have_js_property("naturalWidth", 600)
        assert leaving_is_free(noisy)
        noisy.reload()
    noisy.unroute("**/api/chat/**")
    noisy.evaluate("dispatchEvent(new Event('online'))")
    expect(noisy.locator(".message.assistant").nth(3)).to_be_visible(timeout=4 * PATIENCE)
    expect(noisy.locator(".message.customer .state:not(:empty)")).to_have_count(0)
    assert sent_photos(noisy) == ["hello", "Photo", "Photo"]
    wait_until(noisy, f"({KEPT})().then((count) => count === 0)")
    noisy.reload()
    expect(mine).to_have_text(["hello", "Photo", "Photo"])
    Chat(noisy).say("thanks")
    assert sent_photos(noisy) == ["hello", "Photo", "Photo", "thanks"]


def test_what_waits_stands_in_the_order_it_was_said_after_a_reload_too(noisy: Page) -> None:
    noisy.route("**/api/chat/**", lambda route: route.abort())
    for words, file in (("hello", "first.jpg"), ("and this", "second.jpg")):
        noisy.get_by_label("Your message").fill(words)
        noisy.keyboard.press("Enter")
        choose(noisy, picture(), file)
    mine = noisy.locator(".message.customer .text")
    for _ in range(2):
        expect(mine).to_have_text(["hello", "Photo: first.jpg", "and this", "Photo: second.jpg"])
        wait_until(noisy, "() => dispatchEvent(new Event('beforeunload', { cancelable: true }))")
        noisy.reload()


def test_a_photo_that_did_not_get_through_is_tried_again_by_the_next_page(noisy: Page) -> None:
    Chat(noisy).say("hello")
    noisy.route("**/api/chat/photos", lambda route: route.abort())
    choose(noisy, picture())
    expect(noisy.get_by_role("button", name="Try again")).to_be_visible()
    noisy.unroute("**/api/chat/photos")
    noisy.reload()
    expect(noisy.locator(".message.assistant").nth(2)).to_be_visible()
    expect(noisy.locator(".message.customer .state:not(:empty)")).to_have_count(0)
    assert sent_photos(noisy) == ["hello", "Photo"]
    wait_until(noisy, f"({KEPT})().then((count) => count === 0)")


def test_a_photo_that_did_not_get_through_goes_out_by_itself_as_the_line_returns(
    noisy: Page,
) -> None:
    Chat(noisy).say("hello")
    sent: list[str] = []
    noisy.on("request", lambda request: sent.append(request.url))
    noisy.context.set_offline(True)
    for size, name in (((160, 100), "first.jpg"), ((100, 160), "second.jpg")):
        choose(noisy, picture(size=size), name)
    again = noisy.get_by_role("button", name="Try again")
    expect(again).to_have_count(2)
    again.first.click()  # the customer is impatient: it counts once all the same
    expect(again).to_have_count(2)
    sent.clear()
    noisy.context.set_offline(False)
    expect(noisy.locator(".message.customer .state:not(:empty)")).to_have_count(0)
    expect(noisy.locator(".message.assistant").nth(3)).to_be_visible()
    assert sent_photos(noisy) == ["hello", "Photo", "Photo"]
    assert len([url for url in sent if url.endswith("/photos")]) == 2
    wait_until(noisy, f"({KEPT})().then((count) => count === 0)")


def test_a_photo_cancelled_while_the_line_was_away_is_not_sent_as_it_returns(noisy: Page) -> None:
    Chat(noisy).say("hello")
    noisy.context.set_offline(True)
    choose(noisy, picture())
    expect(noisy.get_by_role("button", name="Try again")).to_be_visible()
    noisy.get_by_role("button", name="Cancel").click()
    expect(noisy.locator(".message.customer img")).to_have_count(0)
    noisy.context.set_offline(False)
    Chat(noisy).say("thanks")
    assert sent_photos(noisy) == ["hello", "thanks"]


def test_a_photo_before_any_message_goes_out_as_the_line_returns(noisy: Page) -> None:
    expect(noisy.locator("#photo")).to_be_attached()
    noisy.context.set_offline(True)
    choose(noisy, picture())
    expect(noisy.get_by_role("button", name="Try again")).to_be_visible()
    noisy.context.set_offline(False)
    expect(noisy.locator(".message.assistant").nth(1)).to_be_visible()
    expect(noisy.locator(".message.customer .state")).to_have_text("")
    assert sent_photos(noisy) == ["Photo"]


def test_a_photo_that_arrived_while_its_page_was_left_is_not_doubled(noisy: Page) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    # Neither the answer nor the socket tells this page that it has arrived.
    noisy.route_web_socket("**/api/chat/socket*", lambda socket: None)
    noisy.reload()
    noisy.route("**/api/chat/photos", lose)
    noisy.route("**/api/chat/messages?after=*", lambda route: route.abort())
    choose(noisy, picture())
    expect(noisy.get_by_role("button", name="Try again")).to_be_visible()
    noisy.unroute_all()
    noisy.reload()
    expect(noisy.locator(".message.customer")).to_have_count(1)
    expect(noisy.locator(".message.customer .state")).to_have_text("")
    wait_until(noisy, f"({KEPT})().then((count) => count === 0)")
    assert sent_photos(noisy) == ["Photo"]


@pytest.mark.parametrize("way", ["Cancel", "New conversation", "Delete my data"])
def test_a_photo_that_is_not_wanted_any_more_is_kept_nowhere(noisy: Page, way: str) -> None:
    Chat(noisy).say("hello")
    noisy.route("**/api/chat/photos", lambda route: route.abort())
    choose(noisy, picture())
    choose(noisy, picture(size=(800, 600)))
    expect(noisy.get_by_role("button", name="Try again")).to_have_count(2)
    assert waits_in_store(noisy) == 2
    noisy.reload()
    Chat(noisy).say("and now?")  # the line is open: its opening sends the photos by itself
    expect(noisy.get_by_role("button", name="Try again")).to_have_count(2)
    if way == "Cancel":
        for _ in range(2):
            noisy.get_by_role("button", name="Cancel").first.click()
    else:
        noisy.get_by_role("button", name=way).click()
        sure = {"New conversation": "Start new", "Delete my data": "Send the request"}[way]
        noisy.get_by_role("button", name=sure).click()
    wait_until(noisy, f"({KEPT})().then((count) => count === 0)")
    noisy.unroute("**/api/chat/photos")
    photos = noisy.locator(".message.customer img")
    if way == "Delete my data":
        for left in (1, 0):  # what still stands there is sent no more
            noisy.get_by_role("button", name="Try again").first.click()
            expect(photos).to_have_count(left)
    expect(photos).to_have_count(0)
    noisy.reload()
    expect(noisy.locator("#status")).to_have_text("")
    expect(photos).to_have_count(0)
    if way != "New conversation":
        assert "Photo" not in sent_photos(noisy)


def test_where_nothing_can_be_stored_a_photo_is_sent_all_the_same(
    browser: Browser, service: Service
) -> None:
    with opened(browser, f"{service.url}/chat", quiet=False, viewport=DESK) as page:
        page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
        page.reload()
        held: list[Route] = []
        page.route("**/api/chat/photos", lambda route: held.append(route))
        choose(page, picture())
        expect(page.locator("#status")).to_contain_text("Sending your photo")
        assert not leaving_is_free(page)  # it would be lost
        let_go(page, held)
        Chat(page).wait(1)
        assert leaving_is_free(page)
        assert sent_photos(page) == ["Photo"]


def test_a_text_does_not_wait_for_a_photo(page: Page) -> None:
    Chat(page).say("hello")
    held: list[Route] = []
    page.route("**/api/chat/photos", lambda route: held.append(route))
    choose(page, picture())
    expect(page.locator("#status")).to_contain_text("Sending your photo")
    page.get_by_label("Your message").fill("it is smoking")
    page.keyboard.press("Enter")
    expect(page.locator(".message.assistant").last).to_contain_text("Are you safe?")
    let_go(page, held)
    expect(page.locator("#status")).to_have_text("")


def test_the_progress_is_shown(page: Page, tmp_path: Path) -> None:
    Chat(page).say("hello")
    held: list[Route] = []
    page.route("**/api/chat/photos", lambda route: held.append(route))
    choose(page, picture())
    bar = page.get_by_role("progressbar", name="Photo upload")
    expect(bar).to_be_visible()
    let_go(page, held)
    expect(bar).to_have_count(0)


def test_a_sent_photo_is_shown_after_a_reload_and_in_another_window(page: Page) -> None:
    choose(page, picture(size=(800, 600)))
    Chat(page).wait(1)
    other = page.context.new_page()
    other.goto(page.url)
    page.reload()
    for window in (page, other):
        sent = window.locator(".message.customer")
        expect(sent.locator(".text")).to_have_text("Photo")
        expect(sent.locator("img")).to_have_js_property("naturalWidth", 480)
        assert sent.locator("img").evaluate("e => e.clientHeight") == 180


def test_a_photo_that_is_gone_leaves_its_word(noisy: Page, service: Service) -> None:
    noisy.route("**/api/chat/photos/*", lambda route: route.abort())
    choose(noisy, picture())
    Chat(noisy).wait(1)
    wait_until(noisy, f"({KEPT})().then((count) => count === 0)")
    noisy.reload()
    expect(noisy.locator(".message.customer .text")).to_have_text("Photo")
    expect(noisy.locator(".message.customer img")).to_have_count(0)
