#include "mail/layout.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failure.h"
#include "mail/plain.h"

namespace gatehouse::mail {
namespace {

void check_link(const std::string& link) {
  const bool web = link.starts_with("https://") || link.starts_with("http://");
  check(web && std::ranges::all_of(
                   link, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '<'; }),
        "a link in a mail is a plain web address");
}

// Inline styles, because most mail programs drop style sheets; those that keep them get the dark
// colours. No pictures and nothing loaded from anywhere: opening a mail tells nobody.
constexpr std::string_view head =
    "<!doctype html>\n"
    "<html lang=\"en\" dir=\"ltr\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
    "<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n";

constexpr std::string_view dark_style =
    "<style>\n"
    ":root { color-scheme: light dark; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  .page { background: #16181d !important; }\n"
    "  .card { background: #22252c !important; border-color: #363b45 !important; }\n"
    "  .words { color: #e6e8eb !important; }\n"
    "  .quiet { color: #a4abb6 !important; }\n"
    "  .line { border-color: #363b45 !important; }\n"
    "}\n"
    "</style>\n";

std::string html_fact(const std::string& label, const std::string& value) {
  return fmt::format(
      "<tr><td class=\"quiet line\" style=\"padding:8px 16px 8px 0;border-top:1px solid #e3e6ea;"
      "color:#5c6470;white-space:nowrap;vertical-align:top\">{}</td>\n"
      "<td class=\"words line\" dir=\"auto\" style=\"padding:8px 0;border-top:1px solid #e3e6ea;"
      "color:#1d2129;font-weight:600;overflow-wrap:anywhere\">{}</td></tr>\n",
      escape_html(label), escape_html(value));
}

std::string html_paragraph(std::string_view css_class, std::string_view style,
                           const std::string& words) {
  return fmt::format("<p class=\"{}\" dir=\"auto\" style=\"{}\">{}</p>\n", css_class, style,
                     escape_html(words));
}

}  // namespace

std::string to_text(const Letter& letter) {
  check_link(letter.button.link);
  std::string out = letter.heading + "\n\n" + letter.greeting + "\n\n";
  for (const auto& paragraph : letter.paragraphs) out += paragraph + "\n\n";
  for (const auto& [label, value] : letter.facts) out += fmt::format("{}: {}\n", label, value);
  if (!letter.facts.empty()) out += '\n';
  out += fmt::format("{}:\n{}\n\n", letter.button.label, letter.button.link);
  for (const auto& note : letter.notes) out += note + "\n\n";
  return out + "-- \n" + letter.footer + '\n';
}

std::string to_html(const Letter& letter) {
  check_link(letter.button.link);
  constexpr std::string_view body_text = "margin:0 0 16px;color:#1d2129";
  constexpr std::string_view note_text = "margin:0 0 8px;color:#5c6470;font-size:14px";

  std::string out(head);
  out += fmt::format("<title>{}</title>\n", escape_html(letter.heading));
  out += dark_style;
  out +=
      "</head>\n"
      "<body class=\"page\" style=\"margin:0;padding:0;background:#f3f4f6\">\n"
      "<div class=\"page\" style=\"padding:32px 16px;background:#f3f4f6;font:16px/1.5 system-ui,"
      "-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif\">\n"
      "<div class=\"card\" style=\"max-width:560px;margin:0 auto;padding:32px;background:#ffffff;"
      "border:1px solid #e3e6ea;border-radius:12px\">\n";
  out += fmt::format(
      "<h1 class=\"words\" dir=\"auto\" style=\"margin:0 0 24px;font-size:22px;line-height:1.3;"
      "color:#1d2129\">{}</h1>\n",
      escape_html(letter.heading));
  out += html_paragraph("words", body_text, letter.greeting);
  for (const auto& paragraph : letter.paragraphs)
    out += html_paragraph("words", body_text, paragraph);
  if (!letter.facts.empty()) {
    out +=
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"width:100%;"
        "margin:0 0 24px;border-collapse:collapse;font-size:15px\">\n";
    for (const auto& [label, value] : letter.facts) out += html_fact(label, value);
    out += "</table>\n";
  }
  out += fmt::format(
      "<p style=\"margin:0 0 24px\"><a href=\"{}\" style=\"display:inline-block;padding:12px 24px;"
      "background:#1f5fbf;color:#ffffff;border-radius:8px;font-weight:600;"
      "text-decoration:none\">{}</a></p>\n",
      escape_html(letter.button.link), escape_html(letter.button.label));
  out += fmt::format(
      "<p class=\"quiet\" style=\"margin:0 0 16px;color:#5c6470;font-size:13px;"
      "overflow-wrap:anywhere\">If the button does not work, open {}</p>\n",
      escape_html(letter.button.link));
  for (const auto& note : letter.notes) out += html_paragraph("quiet", note_text, note);
  out += "</div>\n";
  out += html_paragraph("quiet",
                        "max-width:560px;margin:16px auto 0;color:#5c6470;font-size:12px;"
                        "text-align:center",
                        letter.footer);
  return out + "</div>\n</body>\n</html>\n";
}

}  // namespace gatehouse::mail
