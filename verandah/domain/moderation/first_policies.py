"""The rules that a new site begins with: to be read, changed and made its own by whoever runs it.

The words are data, in each language beside each other, as a rule is stored. `category` and `keywords` are words of the
Transparency Database of the DSA.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .models import Policy, Queue


@dataclass(frozen=True, slots=True)
class FirstPolicy:
    """A rule as it is shipped."""

    slug: str
    severity: int
    strike_weight: int
    category: str
    texts: Mapping[str, Mapping[str, str]]
    keywords: tuple[str, ...] = ()
    queue: Queue = Queue.RULES
    ground: Policy.Ground = Policy.Ground.TERMS
    strike_days: int = field(default=180)


def said(title: str, body: str, title_ar: str, body_ar: str) -> Mapping[str, Mapping[str, str]]:
    """The same in both languages."""
    return {"en": {"title": title, "body": body}, "ar": {"title": title_ar, "body": body_ar}}


FIRST_POLICIES = (
    FirstPolicy(
        "be-kind",
        2,
        1,
        "CYBER_VIOLENCE",
        said(
            "Be kind, harass nobody",
            "Argue about what is said, not about who says it. Don’t insult people, don’t go after them from post to "
            "post, and don’t send others after them.\n\nWhen someone asks you to leave them alone, leave them alone.",
            "كن لطيفًا ولا تضايق أحدًا",
            "ناقِش ما يُقال، لا مَن يقوله. لا تُهِن الناس، ولا تلاحقهم من منشور إلى آخر، ولا تحرّض غيرك عليهم.\n\n"
            "إذا طلب منك أحد أن تتركه وشأنه فاتركه.",
        ),
        ("KEYWORD_CYBER_HARASSMENT", "KEYWORD_CYBER_BULLYING_INTIMIDATION"),
        Queue.THREATS,
    ),
    FirstPolicy(
        "no-hate",
        3,
        2,
        "ILLEGAL_OR_HARMFUL_SPEECH",
        said(
            "No hate",
            "Don’t attack or demean people for their origin, the colour of their skin, religion, sex, gender, whom "
            "they love, a disability or their age, and don’t call for others to do it.",
            "لا للكراهية",
            "لا تهاجم الناس ولا تحطّ من شأنهم بسبب أصلهم أو لون بشرتهم أو دينهم أو جنسهم أو ميولهم أو إعاقتهم أو "
            "عمرهم، ولا تدعُ غيرك إلى ذلك.",
        ),
        ("KEYWORD_HATE_SPEECH",),
        Queue.THREATS,
    ),
    FirstPolicy(
        "no-threats",
        4,
        3,
        "VIOLENCE",
        said(
            "No threats, no violence",
            "Don’t threaten anyone, don’t call for violence and don’t celebrate it. Don’t follow or watch people, and "
            "don’t tell where they can be found.\n\nIf a life is in danger, call the emergency services first, then "
            "tell us.",
            "لا تهديد ولا عنف",
            "لا تهدد أحدًا، ولا تدعُ إلى العنف، ولا تحتفِ به. لا تلاحق الناس ولا تراقبهم، ولا تكشف أين يمكن العثور "
            "عليهم.\n\nإذا كانت حياة أحد في خطر فاتصل بالطوارئ أولًا، ثم أخبرنا.",
        ),
        ("KEYWORD_CALLS_FOR_VIOLENCE", "KEYWORD_STALKING"),
        Queue.THREATS,
        strike_days=365,
    ),
    FirstPolicy(
        "no-violent-extremism",
        5,
        5,
        "RISK_FOR_PUBLIC_SECURITY",
        said(
            "No violent extremism or terrorist content",
            "Nothing here may praise, support or recruit for groups or people who use terror, tell how attacks are "
            "made, or spread their material.\n\nTo report, study or oppose it is allowed, as long as that is plain to "
            "see.",
            "لا للتطرف العنيف ولا للمحتوى الإرهابي",
            "لا يجوز هنا تمجيد الجماعات أو الأشخاص الذين يمارسون الإرهاب أو دعمهم أو التجنيد لهم، ولا شرح كيفية تنفيذ "
            "الهجمات، ولا نشر موادهم.\n\nتُسمح التغطية والدراسة والمعارضة ما دام ذلك واضحًا.",
        ),
        ("KEYWORD_TERRORIST_CONTENT", "KEYWORD_ILLEGAL_ORGANIZATIONS"),
        Queue.VIOLENT_EXTREMISM,
        Policy.Ground.ILLEGAL,
        strike_days=730,
    ),
    FirstPolicy(
        "protect-children",
        5,
        5,
        "PROTECTION_OF_MINORS",
        said(
            "Protect children",
            "Nothing that sexualises, exploits or endangers children has a place here, drawn or made by a machine "
            "included. We report it to the authorities.\n\nDon’t ask children for pictures or meetings, and don’t show "
            "other people’s children without leave.",
            "حماية الأطفال",
            "لا مكان هنا لأي شيء يستغل الأطفال أو يصوّرهم تصويرًا جنسيًا أو يعرّضهم للخطر، ومن ذلك ما يُرسم أو تصنعه "
            "آلة. ونبلّغ السلطات عنه.\n\nلا تطلب من الأطفال صورًا أو لقاءات، ولا تنشر صور أطفال غيرك دون إذن.",
        ),
        ("KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL", "KEYWORD_GROOMING_SEXUAL_ENTICEMENT_MINORS"),
        Queue.CHILD_SAFETY,
        Policy.Ground.ILLEGAL,
        strike_days=730,
    ),
    FirstPolicy(
        "intimate-images",
        5,
        4,
        "CYBER_VIOLENCE",
        said(
            "No intimate images without consent",
            "Don’t show or offer intimate pictures of anyone who hasn’t agreed to it, real or made to look real, and "
            "don’t threaten to.\n\nIf it is you who is shown, report it: it is hidden first and looked at then.",
            "لا صور حميمة دون موافقة",
            "لا تنشر صورًا حميمة لأحد لم يوافق على ذلك ولا تعرضها، حقيقية كانت أو مصنوعة، ولا تهدد بنشرها.\n\nإذا كنت "
            "أنت من يظهر فيها فأبلغ عنها: تُخفى أولًا ثم يُنظر فيها.",
        ),
        ("KEYWORD_NON_CONSENSUAL_IMAGE_SHARING",),
        Queue.INTIMATE_IMAGES,
        Policy.Ground.ILLEGAL,
        strike_days=365,
    ),
    FirstPolicy(
        "privacy",
        3,
        2,
        "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        said(
            "Respect privacy",
            "Don’t publish what others have told you in confidence: addresses, telephone numbers, papers, private "
            "messages, pictures they didn’t want shown.",
            "احترم الخصوصية",
            "لا تنشر ما ائتمنك عليه غيرك: العناوين وأرقام الهواتف والوثائق والرسائل الخاصة والصور التي لم يُرد "
            "أصحابها نشرها.",
        ),
        ("KEYWORD_OTHER",),
        Queue.THREATS,
    ),
    FirstPolicy(
        "be-yourself",
        2,
        2,
        "SCAMS_AND_FRAUD",
        said(
            "No impersonation, no scams, no spam",
            "Don’t pretend to be someone else, don’t cheat people, and don’t post the same thing over and over.\n\n"
            "Parody and pen names are fine when nobody can take them for somebody else.",
            "لا انتحال ولا احتيال ولا إزعاج",
            "لا تدّعِ أنك شخص آخر، ولا تخدع الناس، ولا تنشر الشيء نفسه مرارًا.\n\nالمحاكاة الساخرة والأسماء المستعارة "
            "مقبولة ما دام لا أحد يخلط بينها وبين شخص آخر.",
        ),
        ("KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING", "KEYWORD_INAUTHENTIC_USER_REVIEWS"),
    ),
    FirstPolicy(
        "label-what-is-sensitive",
        1,
        1,
        "OTHER_VIOLATION_TC",
        said(
            "Label what is sensitive",
            "Nudity, blood and what may upset people stand behind a warning, in words that say what is there. Pictures "
            "have a description where you can give one.",
            "ضع علامة على المحتوى الحساس",
            "العُري والدم وما قد يزعج الناس يوضع خلف تحذير بكلمات تقول ما فيه. وأضف وصفًا للصور حيثما أمكنك.",
        ),
        ("KEYWORD_NUDITY",),
        strike_days=90,
    ),
    FirstPolicy(
        "the-law",
        4,
        2,
        "OTHER_VIOLATION_TC",
        said(
            "The law",
            "What is against the law is not allowed here either: for example goods that may not be sold, other "
            "people’s works without their leave, or threats to public safety.",
            "القانون",
            "ما يخالف القانون لا يُسمح به هنا أيضًا: مثل السلع المحظور بيعها، أو أعمال الآخرين دون إذنهم، أو ما يهدد "
            "السلامة العامة.",
        ),
        ("KEYWORD_OTHER",),
        Queue.ILLEGAL,
        Policy.Ground.ILLEGAL,
        strike_days=365,
    ),
)
