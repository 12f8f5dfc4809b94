"""How each member said yes, and on which day; those of before said so themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('services', '0003_forgotten'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='consent',
            field=models.CharField(db_collation='C', max_length=64, null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='consent_on',
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(
            "update services_member set consent = 'own', consent_on = (joined_at at time zone 'Asia/Shanghai')::date "
            "where joined_at is not null",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('joined_at__isnull', True), models.Q(('consent__in', ['own', 'paper', 'phone', 'visit']), ('consent__isnull', False), ('consent_on__isnull', False)), _connector='OR'), name='services_member_consent'),
        ),
    ]
