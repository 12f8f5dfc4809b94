"""Which case an order answers: at most one order for a case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0004_consent"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="from_case",
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                condition=models.Q(("from_case__isnull", False)), fields=("from_case",), name="services_order_one_case"
            ),
        ),
    ]
